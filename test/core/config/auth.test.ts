import { describe, expect, it } from "vitest";
import { ConfigurationError } from "../../../src/core/config/check/issue.ts";
import { defineApp } from "../../../src/core/config/dsl/index.ts";
import type { AuthOptions } from "../../../src/core/config/settings/auth-settings.ts";
import type { IdentityProviderOptions } from "../../../src/core/config/settings/identity-provider.ts";

const PROVIDER = { issuer: "https://login.example.com", audience: "taipy" };

const authOf = (auth: AuthOptions, variables: Readonly<Record<string, string>> = {}) =>
  defineApp({ auth }).withEnvironment((name) => variables[name]).auth;
const providerOf = (options: IdentityProviderOptions, variables?: Readonly<Record<string, string>>) =>
  authOf({ identityProviders: [options] }, variables).identityProviders[0];

function problems(auth: unknown, variables: Readonly<Record<string, string>> = {}): string[] {
  try {
    authOf(auth as AuthOptions, variables);
    return [];
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    return error.issues.map(({ section, field }) => `${section}.${field}`);
  }
}

describe("an identity provider", () => {
  it("has the usual address of its keys and Taipy's role names by default", () => {
    expect(providerOf(PROVIDER)).toMatchObject({
      jwksUri: "https://login.example.com/.well-known/jwks.json",
      rolesClaim: "roles",
      defaultRoles: [],
    });
    expect(providerOf(PROVIDER)?.roles.get("TAIPY_EDITOR")).toEqual(["EDITOR"]);
    expect(providerOf({ ...PROVIDER, issuer: "https://login.example.com/" })?.jwksUri).toBe(
      "https://login.example.com/.well-known/jwks.json",
    );
  });

  it("may be Cloudflare Access", () => {
    expect(providerOf({ ...PROVIDER, issuer: "https://team.cloudflareaccess.com" })?.jwksUri).toBe(
      "https://team.cloudflareaccess.com/cdn-cgi/access/certs",
    );
  });

  it("can be configured by variables", () => {
    const templates = { issuer: "ENV[ISSUER]", audience: "ENV[AUDIENCE]", roles: { admins: "TAIPY_ADMIN" as const } };
    const provider = providerOf(templates, { ISSUER: "https://id.example.com", AUDIENCE: "a" });
    expect(provider).toMatchObject({
      issuer: "https://id.example.com",
      audience: "a",
      jwksUri: "https://id.example.com/.well-known/jwks.json",
    });
    expect([...(provider?.roles ?? [])]).toEqual([["admins", ["ADMIN"]]]);
    expect(problems({ identityProviders: [templates] }, { ISSUER: "https://id.example.com" })).toEqual([
      "AUTH.audience",
    ]);
  });

  it.each([
    ["issuer", "http://login.example.com"],
    ["issuer", "https://user@login.example.com"],
    ["issuer", "login.example.com"],
    ["issuer", "file:///etc/passwd"],
    ["issuer", undefined],
    ["issuer", 1],
    ["audience", ""],
    ["audience", undefined],
    ["audience", ["a"]],
    ["jwks_uri", "http://keys.example.com/"],
    ["jwks_uri", "http://localhost.example.com/"],
    ["roles_claim", ""],
    ["roles", { staff: "OWNER" }],
    ["roles", { staff: ["READER", "OWNER"] }],
    ["default_roles", ["OWNER"]],
  ])("is refused when its %s is %j", (field, value) => {
    const name = field.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
    expect(problems({ identityProviders: [{ ...PROVIDER, [name]: value }] })).toEqual([`AUTH.${field}`]);
  });

  it("can have addresses with http on a loopback host", () => {
    expect(problems({ identityProviders: [{ issuer: "http://127.0.0.1:8080/realm", audience: "a" }] })).toEqual([]);
  });
});

describe("a login", () => {
  it("lasts eight hours by default", () => {
    expect(authOf({}).sessionSeconds).toBe(28_800);
    expect(authOf({ sessionSeconds: 60 }).sessionSeconds).toBe(60);
  });

  it.each([59, 30 * 86_400 + 1, 60.5, "60", Number.NaN, null])("cannot last %j seconds", (sessionSeconds) => {
    expect(problems({ sessionSeconds })).toEqual(["AUTH.session_seconds"]);
  });
});
