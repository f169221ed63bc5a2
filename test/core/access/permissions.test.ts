import { describe, expect, it } from "vitest";
import { authModeOf, isLoopbackHost } from "../../../src/core/access/auth-mode.ts";
import { type NeededRole, permits, ROLES, type Role, roleName, roleOf } from "../../../src/core/access/permissions.ts";

describe("roles", () => {
  it.each<[held: readonly Role[], may: readonly NeededRole[]]>([
    [[], []],
    [["READER"], ["READER"]],
    [["EDITOR"], ["READER", "EDITOR"]],
    [["EXECUTOR"], ["READER", "EXECUTOR"]],
    [
      ["EDITOR", "EXECUTOR"],
      ["READER", "EDITOR", "EXECUTOR"],
    ],
    [["ADMIN"], ["READER", "EDITOR", "EXECUTOR", "ADMIN"]],
  ])("%j permit what requires one of %j, and nothing else", (held, may) => {
    expect(ROLES.filter((needed) => permits(held, needed))).toEqual(may);
  });

  it("are not needed where an endpoint is open or requires only credentials", () => {
    for (const needed of [null, "SIGNED_IN"] as const) expect(permits([], needed)).toBe(true);
  });

  it("are found by their names with and without Taipy's prefix, and by no other text", () => {
    for (const role of ROLES) {
      for (const name of [role, roleName(role), role.toLowerCase()]) expect(roleOf(name)).toBe(role);
    }
    for (const name of ["", "TAIPY_", "TAIPY_TAIPY_ADMIN", "ROOT", "constructor", "ADMIN "]) {
      expect(roleOf(name), name).toBeNull();
    }
  });
});

describe("the authentication mode", () => {
  it("requires credentials when the variable has an unknown text", () => {
    for (const text of [undefined, "", "None", "off", "loopback ", "constructor"]) {
      expect(authModeOf(text), text).toBe("required");
    }
    for (const mode of ["required", "none", "loopback"] as const) expect(authModeOf(mode)).toBe(mode);
  });

  it.each(["http://localhost:5000", "http://LOCALHOST", "http://127.0.0.1", "http://127.1", "http://[::1]:80"])(
    "counts %s as this machine",
    (url) => expect(isLoopbackHost(new URL(url).hostname)).toBe(true),
  );

  it.each([
    "http://localhost.example.com",
    "http://127.0.0.1.nip.io",
    "http://evil-localhost",
    "http://0.0.0.0",
    "http://192.168.1.1",
    "http://[::2]",
    "http://127.0.0.1@evil.example",
  ])("does not count %s as this machine", (url) => expect(isLoopbackHost(new URL(url).hostname)).toBe(false));
});
