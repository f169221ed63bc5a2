import { describe, expect, it } from "vitest";
import { blocksOf, GUIDES } from "./commands.ts";
import { exists, filesBelow, textOf } from "./pages.ts";

/** The file that runs the commands of a page, as it stands. */
const RUN_BY: Readonly<Record<string, string>> = {
  "docs/guide.md": "test/package/guides.test.ts",
  "docs/deploying.md": "test/package/guides.test.ts",
  "docs/moving-from-taipy.md": "test/package/guides.test.ts",
  "docs/troubleshooting.md": "test/service/operations-guide.test.ts",
  "docs/operations/README.md": "test/service/operations-guide.test.ts",
  "docs/operations/upgrading.md": "test/service/operations-guide.test.ts",
  "docs/operations/logs.md": "test/service/operations-guide.test.ts",
  "docs/operations/restored-database.md": "test/service/operations-guide.test.ts",
};

describe("the commands of the guides", () => {
  it("are run by a test, page by page, but for those that need an account", () => {
    expect(Object.keys(RUN_BY)).toEqual(GUIDES);
    for (const [page, file] of Object.entries(RUN_BY)) {
      expect(exists(file), page).toBe(true);
      expect(textOf(file), `${file} names ${page}`).toContain(page);
    }
  });

  it("need an account where they change something at Cloudflare, and say so in their first line", () => {
    const remote = /\bwrangler (?!deploy --dry-run)|\b(?:taipy-edge|npm run) deploy\b(?!.*--dry-run)|--remote\b/;
    const unmarked = GUIDES.flatMap(blocksOf)
      .filter(({ language, needsAccount, code }) => language === "sh" && !needsAccount && remote.test(code))
      .map(({ page, heading }) => `${page}: ${heading}`);
    expect(unmarked).toEqual([]);
  });

  it("stand in blocks of a language, so that no test passes over them", () => {
    const silent = GUIDES.flatMap(blocksOf)
      .filter(({ language }) => language === "" || /^(?:bash|shell|console)$/.test(language))
      .map(({ page, heading }) => `${page}: ${heading}`);
    expect(silent).toEqual([]);
  });
});

describe("the five commands of the README", () => {
  it("are those of the guide, which a test runs", () => {
    const linesOf = (page: string) =>
      blocksOf(page)
        .filter(({ language }) => language === "sh")
        .flatMap(({ code }) => code.trim().split(/\n| && /));
    const [, block] = /^## A project of your own\n.*?^```sh\n(.*?)^```/ms.exec(textOf("README.md")) ?? [];
    const commands = (block ?? "").trim().split("\n");
    expect(commands).toHaveLength(5);
    const known = linesOf("docs/guide.md");
    expect(commands.flatMap((line) => line.split(" && ")).filter((command) => !known.includes(command))).toEqual([]);
  });
});

describe("docs/troubleshooting.md", () => {
  const PAGE = "docs/troubleshooting.md";
  /** Messages that are not this project's. */
  const FOREIGN = /^(?:npm|wrangler\b.*)$/;
  const rows = textOf(PAGE)
    .split("\n")
    .filter((line) => line.startsWith("| ") && !line.startsWith("| you see"))
    .map((line) => line.split("|").map((cell) => cell.trim()))
    .map(([, seen = "", from = ""]) => ({ seen, from }));
  const source = filesBelow("src", ".ts", ".mjs").map(textOf).join("\n");

  it("quotes messages as the code has them", () => {
    const quoted = rows
      .filter(({ from }) => !FOREIGN.test(from))
      .flatMap(({ seen }) => [...seen.matchAll(/`([^`]+)`/g)].map(([, message = ""]) => message))
      .filter((message) => message !== "note" && message !== "[]");
    expect(quoted.length).toBeGreaterThan(15);
    const parts = quoted.flatMap((message) => message.split("…").map((part) => part.trim()));
    expect(parts.filter((part) => part !== "" && !source.includes(part))).toEqual([]);
  });
});
