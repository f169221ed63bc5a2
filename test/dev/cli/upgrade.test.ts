import { parse } from "smol-toml";
import { describe, expect, it } from "vitest";
import { readTemplate } from "../../../src/dev/cli/init/templates.ts";
import { bindingBlocks, wranglerText } from "../../../src/dev/cli/init/wrangler-text.ts";
import { differencesOf, withAdditions } from "../../../src/dev/cli/upgrade/wrangler-differences.ts";

const text = wranglerText("shop", readTemplate);
const messagesOf = (file: string) => differencesOf(file, readTemplate).map(({ message }) => message);
const environments = [null, "staging", "production"];
const blocks = environments.flatMap((environment) => bindingBlocks("shop", environment, readTemplate));

describe("taipy-edge upgrade", () => {
  it("finds nothing in a new project", () => {
    expect(messagesOf(text)).toEqual([]);
    expect(withAdditions(text, readTemplate)).toBe(text);
  });

  it("knows each table of the bindings of each environment", () => {
    expect(blocks.length).toBe(3 * 14);
    expect(blocks.join("")).toContain("[env.production.version_metadata]");
  });

  it.each(blocks.map((block) => [block.match(/^\[+.+\]+$/m)?.[0] ?? "", block.match(/^\w+ = .+$/m)?.[0] ?? "", block]))(
    "finds that %s with %s is missing, and adds what was there",
    (_table, _name, block) => {
      const without = text.replace(block, "");
      expect(without).not.toBe(text);
      expect(messagesOf(without)).toHaveLength(1);
      const mended = withAdditions(without, readTemplate) ?? "";
      expect(messagesOf(mended)).toEqual([]);
      expect(mended.endsWith(block)).toBe(true);
    },
  );

  it("says which environment lacks what", () => {
    const without = text.replace(/\n#[^\n]*\n\[\[env\.staging\.r2_buckets\]\]\n.*\n.*\n/, "\n");
    expect(messagesOf(without)).toEqual(["[env.staging] lacks r2_buckets LARGE_PAYLOADS."]);
  });

  it("takes queues of other names, when each has a consumer", () => {
    expect(messagesOf(text.replaceAll("shop-taipy-jobs", "orders-taipy-jobs"))).toEqual([]);
  });

  it.each([
    [
      'compatibility_date = "2026-10-01"',
      'compatibility_date = "2025-01-01"',
      /^compatibility_date is "2025-01-01"; .+"2026-10-01"\.$/,
    ],
    [', "enable_request_signal"', "", /^compatibility_flags lacks "enable_request_signal"\.$/],
    ["keep_names = true", "keep_names = false", /^keep_names = true is missing/],
    ['tag = "v1"', 'tag = "first"', /^\[\[migrations\]\] with tag = "v1" is missing\.$/],
    ['crons = ["*/5 * * * *"]', "crons = []", /^crons of \[triggers\] is empty/],
    ['type = "Text"', 'type = "Data"', /^\[\[rules\]\] with type = "Text" is missing\.$/],
  ])("finds a setting that has to be mended by hand: %s", (right, wrong, message) => {
    const file = text.replace(right, wrong);
    expect(differencesOf(file, readTemplate)).toEqual([{ message: expect.stringMatching(message), addition: null }]);
    expect(withAdditions(file, readTemplate)).toBe(file);
  });

  it("changes nothing in a file whose lists can't be continued", () => {
    const { kv_namespaces: _, ...rest } = parse(text);
    expect(Object.keys(rest)).not.toContain("kv_namespaces");
    const [kv = ""] = bindingBlocks("shop", null, readTemplate).filter((block) => block.includes("[[kv_namespaces]]"));
    const inline = text.replace(kv, "").replace("\nmain = ", '\nkv_namespaces = [{ binding = "CACHE" }]\nmain = ');
    expect(messagesOf(inline)).toEqual(["The top level lacks kv_namespaces PAYLOADS."]);
    expect(withAdditions(inline, readTemplate)).toBeNull();
  });
});
