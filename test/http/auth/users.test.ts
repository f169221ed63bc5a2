import { beforeEach, describe, expect, it } from "vitest";
import { hashPassword, isPassword } from "../../../src/http/auth/passwords/password.ts";
import { fake, jsonBody } from "../fakes.ts";
import { ADMIN_KEY, createTestAuth, DB, withBearer } from "./world.ts";

const USERS = "/api/v1/auth/users/";
const ALICE = { username: "alice@example.com", password: "correct horse battery", roles: ["READER"] };

function service() {
  const world = createTestAuth();
  const { handle } = fake(world);
  const send = (path: string, body: unknown, method = "POST") =>
    handle(path, withBearer(ADMIN_KEY, jsonBody(body, method)));
  return { ...world, handle, send };
}

beforeEach(() => DB.batch([DB.prepare("DELETE FROM users"), DB.prepare("DELETE FROM sessions")]));

describe("a password", () => {
  it("is stored with its salt and cost, and differently each time", async () => {
    const [first, second] = [await hashPassword("correct horse battery"), await hashPassword("correct horse battery")];
    expect(first).toMatch(/^pbkdf2-sha512\$100000\$[0-9a-f]{32}\$[0-9a-f]{64}$/);
    expect(second).not.toBe(first);
    expect(await isPassword("correct horse battery", first)).toBe(true);
    expect(await isPassword("correct horse batterz", first)).toBe(false);
    expect(await isPassword("", first)).toBe(false);
  });

  it("is checked with the cost that is stored with it", async () => {
    const cheaper = "pbkdf2-sha512$1$00112233445566778899aabbccddeeff$";
    const key = await crypto.subtle.importKey("raw", new TextEncoder().encode("p"), "PBKDF2", false, ["deriveBits"]);
    const salt = Uint8Array.from({ length: 16 }, (_, index) => index * 0x11);
    const bits = await crypto.subtle.deriveBits({ name: "PBKDF2", hash: "SHA-512", salt, iterations: 1 }, key, 256);
    const hex = Array.from(new Uint8Array(bits), (byte) => byte.toString(16).padStart(2, "0")).join("");
    expect(await isPassword("p", cheaper + hex)).toBe(true);
  });

  it("never matches when the user does not exist", async () => {
    for (const guess of ["", "0", "correct horse battery"]) expect(await isPassword(guess, null)).toBe(false);
  });

  it("is the same for all ways in which keyboards compose its letters", async () => {
    expect(await isPassword("pa\u0308sswort-lang", await hashPassword("p\u00e4sswort-lang"))).toBe(true);
  });
});

describe("users", () => {
  it("are created, listed, changed and deleted, and no answer contains a password", async () => {
    const { handle, send } = service();
    const created = await send(USERS, ALICE);
    expect(created.status).toBe(201);
    const user = {
      username: ALICE.username,
      roles: ["TAIPY_READER"],
      created: "2023-11-14T22:13:20",
      created_by: "admin_key:ADMIN_KEY",
    };
    expect(await created.json()).toMatchObject({ user });
    expect(await (await handle(USERS, withBearer(ADMIN_KEY))).json()).toEqual([user]);

    const path = `${USERS}${encodeURIComponent(ALICE.username)}/`;
    const changed = await send(path, { roles: ["TAIPY_ADMIN"] }, "PUT");
    expect(changed.status).toBe(200);
    expect(await changed.json()).toMatchObject({ user: { ...user, roles: ["TAIPY_ADMIN"] } });

    expect((await handle(path, withBearer(ADMIN_KEY, { method: "DELETE" }))).status).toBe(200);
    expect(await (await handle(USERS, withBearer(ADMIN_KEY))).json()).toEqual([]);
    for (const answer of [
      await send(path, { roles: ["ADMIN"] }, "PUT"),
      await handle(path, withBearer(ADMIN_KEY, { method: "DELETE" })),
    ]) {
      expect(answer.status).toBe(404);
      expect(await answer.json()).toMatchObject({ code: "user_not_found" });
    }
  });

  it("cannot have the name of an existing user", async () => {
    const { send, stores } = service();
    await send(USERS, ALICE);
    const before = await stores.logins.state(ALICE.username, "", 0);
    const again = await send(USERS, { ...ALICE, password: "another password", roles: ["ADMIN"] });
    expect(again.status).toBe(409);
    expect(await stores.logins.state(ALICE.username, "", 0)).toEqual(before);
  });

  it.each([
    [{ ...ALICE, password: "elevenchars" }, "password"],
    [{ ...ALICE, password: "x".repeat(1_025) }, "password"],
    [{ ...ALICE, username: "" }, "username"],
    [{ ...ALICE, username: "a b" }, "username"],
    [{ ...ALICE, username: "../admin" }, "username"],
    [{ ...ALICE, username: "a/b" }, "username"],
    [{ ...ALICE, username: "a\u0000b" }, "username"],
    [{ ...ALICE, username: "x".repeat(129) }, "username"],
    [{ ...ALICE, username: "a\u0308" }, "username"],
    [{ ...ALICE, roles: [] }, "roles"],
    [{ ...ALICE, roles: ["ROOT"] }, "roles"],
    [{ ...ALICE, roles: "ADMIN" }, "roles"],
    [{ ...ALICE, is_admin: true }, "is_admin"],
  ])("cannot be created from %j", async (body, field) => {
    const answer = await service().send(USERS, body);
    expect(answer.status).toBe(400);
    const { errors } = (await answer.json()) as { errors: Record<string, unknown> };
    expect(Object.keys(errors)).toEqual([field]);
  });

  it("cannot be changed by an empty body", async () => {
    const { send } = service();
    await send(USERS, ALICE);
    expect((await send(`${USERS}${ALICE.username}/`, {}, "PUT")).status).toBe(400);
  });
});
