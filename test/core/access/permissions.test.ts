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
  ])("%j may do what needs %j, and nothing else", (held, may) => {
    expect(ROLES.filter((needed) => permits(held, needed))).toEqual(may);
  });

  it("are not asked for where anybody, or anybody who is somebody, may come", () => {
    for (const needed of [null, "SIGNED_IN"] as const) expect(permits([], needed)).toBe(true);
  });

  it("are named with Taipy's prefix or without it, and nothing else is one", () => {
    for (const role of ROLES) {
      for (const name of [role, roleName(role), role.toLowerCase()]) expect(roleOf(name)).toBe(role);
    }
    for (const name of ["", "TAIPY_", "TAIPY_TAIPY_ADMIN", "ROOT", "constructor", "ADMIN "]) {
      expect(roleOf(name), name).toBeNull();
    }
  });
});

describe("the mode", () => {
  it("asks for credentials whenever it is not known", () => {
    for (const text of [undefined, "", "None", "off", "loopback ", "constructor"]) {
      expect(authModeOf(text), text).toBe("required");
    }
    for (const mode of ["required", "none", "loopback"] as const) expect(authModeOf(mode)).toBe(mode);
  });

  it.each(["http://localhost:5000", "http://LOCALHOST", "http://127.0.0.1", "http://127.1", "http://[::1]:80"])(
    "takes %s for this machine",
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
  ])("does not take %s for this machine", (url) => expect(isLoopbackHost(new URL(url).hostname)).toBe(false));
});
