import { describe, expect, it } from "vitest";
import { addressOf, problemsOf, type WranglerConfig, warningsOf } from "../../../src/dev/deploy/settings.ts";
import {
  addressIn,
  entriesOf,
  liveIn,
  pendingIn,
  sharesText,
  versionIn,
} from "../../../src/dev/deploy/wrangler-output.ts";

const RIGHT: WranglerConfig = {
  d1_databases: [{ binding: "DB", migrations_dir: "src/d1/migrations" }],
  version_metadata: { binding: "CF_VERSION_METADATA" },
  routes: [],
};

describe("the configuration of a deployment", () => {
  it("has no problem as it is in the template", () => {
    expect([problemsOf(RIGHT, false), warningsOf(RIGHT)]).toEqual([[], []]);
  });

  it("needs the database, with wrangler's own name for the table of migrations, which /health reads", () => {
    expect(problemsOf({}, false)).toEqual([expect.stringContaining("[[d1_databases]]")]);
    const other = { ...RIGHT, d1_databases: [{ binding: "DB", migrations_table: "mine" }] };
    expect(problemsOf(other, false)).toEqual([expect.stringContaining("`migrations_table` must be `d1_migrations`")]);
  });

  it("needs --url where only routes lead to the service", () => {
    const routes = { ...RIGHT, routes: ["example.com/*"] };
    expect(problemsOf(routes, false)).toEqual([expect.stringContaining("--url")]);
    expect(problemsOf(routes, true)).toEqual([]);
    expect(problemsOf({ ...routes, workers_dev: true }, false)).toEqual([]);
    expect(problemsOf({ ...RIGHT, workers_dev: false }, false)).toEqual([expect.stringContaining("--url")]);
  });

  it("says where a custom domain is, and warns without the binding of the version", () => {
    const domain = { ...RIGHT, routes: ["x.com/*", { pattern: "taipy.example.com", custom_domain: true }] };
    expect([addressOf(domain), problemsOf(domain, false)]).toEqual(["https://taipy.example.com", []]);
    expect(warningsOf({ d1_databases: [] })).toEqual([expect.stringContaining("CF_VERSION_METADATA")]);
  });
});

describe("what wrangler says", () => {
  it("is read of its file, one object a line", () => {
    const text = `{"type":"wrangler-session","version":1}
{"type":"deploy","version_id":"v","targets":["example.com/*","taipy.example.com (custom domain)","https://a.b.workers.dev"]}
`;
    expect([versionIn(entriesOf(text)), addressIn(entriesOf(text))]).toEqual(["v", "https://taipy.example.com"]);
    const only = '{"type":"deploy","version_id":"v","targets":["https://a.b.workers.dev","schedule: * * * * *"]}';
    expect(addressIn(entriesOf(only))).toBe("https://a.b.workers.dev");
    expect([versionIn(entriesOf("")), addressIn(entriesOf(""))]).toEqual([null, null]);
  });

  it("of migrations is a list of files, none, or not understood", () => {
    expect(pendingIn("Migrations to be applied:\n│ 0014_a.sql │\n│ 0015_b.sql │")).toEqual([
      "0014_a.sql",
      "0015_b.sql",
    ]);
    expect(pendingIn("✅ No migrations to apply!")).toEqual([]);
    expect(pendingIn("")).toBeNull();
  });

  it("of the live versions are their shares of the requests, the largest first, none, or an error", () => {
    const versions = [
      { version_id: "a", percentage: 10 },
      { version_id: "b", percentage: 90 },
    ];
    expect(liveIn(`▲ a warning\n${JSON.stringify({ id: "d", versions })}\nanother line`, true)).toEqual(
      versions.toReversed(),
    );
    expect(sharesText(versions)).toBe("a has 10 % of the requests, b has 90 %");
    expect(liveIn("✘ [ERROR] The Worker shop has no deployments.", false)).toEqual([]);
    expect(liveIn("This Worker does not exist on your account. [code: 10007]", false)).toEqual([]);
    expect(() => liveIn("✘ [ERROR] Not logged in.", false)).toThrow("Not logged in.");
    expect(() => liveIn('{"versions":[]}', true)).toThrow("no versions");
  });
});
