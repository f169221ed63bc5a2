import path from "node:path";
import { describe, expect, it } from "vitest";
import { statusTable } from "../core/jobs/status-table.ts";
import { findingsTable } from "../core/repair/findings-table.ts";
import { PLANTED } from "../simulation/planted/planted.ts";
import { PLANTED_TABLE, plantedTable } from "../simulation/planted/table.ts";
import { errorsTable } from "./errors/errors-table.ts";
import {
  anchorsOf,
  ERRORS_TABLE,
  exists,
  FINDINGS_TABLE,
  filesBelow,
  isThere,
  linesOf,
  linksOf,
  namedPaths,
  STATUS_TABLE,
  textOf,
} from "./pages.ts";

const README_LINES = 130;
const LINE_LENGTH = 120;
const DECISIONS = "docs/decisions";

/** Tests of the example application, which `npm run new-app` removes, are named by pages that stay. */
const [, exampleTests = ""] = /^const EXAMPLE_TESTS = \[(.*?)^\];/ms.exec(textOf("src/dev/new-app.mjs")) ?? [];
const removable = [...exampleTests.matchAll(/"([\w./-]+)"/g)].map(([, name = ""]) => name);
const isRemovedExample = (target: string): boolean =>
  !exists("src/app/data") &&
  removable.some((name) => `${target}/`.startsWith(`${name}/`) || `${target}/`.startsWith(`test/service/${name}/`));

const pages = filesBelow("", ".md").filter((file) => !file.startsWith("test/conformance/recordings"));
const at = (page: string, line: number, what: string) => `${page}:${line} ${what}`;

/** The code behind the first fence of a language. */
const codeOf = (page: string, language: string): string | undefined =>
  new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\``, "ms").exec(textOf(page))?.[1];

describe("the documentation", () => {
  it(`has a README of at most ${README_LINES} lines`, () => {
    expect(textOf("README.md").trimEnd().split("\n").length).toBeLessThanOrEqual(README_LINES);
  });

  it(`has lines of less than ${LINE_LENGTH} characters, but for tables and addresses`, () => {
    const long = pages.flatMap((page) =>
      linesOf(textOf(page))
        .filter(({ text }) => text.length >= LINE_LENGTH && !text.startsWith("|") && !/https?:\/\//.test(text))
        .filter(({ text }) => !text.startsWith("<!--"))
        .map(({ number, text }) => at(page, number, text)),
    );
    expect(long).toEqual([]);
  });

  it("links to files and headings that exist", () => {
    const broken = pages.flatMap((page) =>
      linksOf(textOf(page))
        .filter(({ target }) => {
          const [file = "", anchor] = target.split("#", 2);
          const name = file === "" ? page : path.join(path.dirname(page), file);
          if (!exists(name)) return true;
          return anchor !== undefined && !anchorsOf(textOf(name)).has(anchor);
        })
        .map(({ line, target }) => at(page, line, target)),
    );
    expect(broken).toEqual([]);
  });

  it("names files and folders of src/ and test/ that exist", () => {
    const missing = pages.flatMap((page) =>
      namedPaths(textOf(page))
        .filter(({ target }) => !isThere(target) && !isRemovedExample(target))
        .map(({ line, target }) => at(page, line, target)),
    );
    expect(missing).toEqual([]);
  });

  it("names commands of npm that exist", () => {
    const { scripts } = JSON.parse(textOf("package.json")) as { scripts: Record<string, string> };
    const missing = pages.flatMap((page) =>
      linesOf(textOf(page)).flatMap(({ number, text }) =>
        [...text.matchAll(/npm run ([\w:-]+)/g)]
          .map(([, name = ""]) => name)
          .filter((name) => !(name in scripts))
          .map((name) => at(page, number, name)),
      ),
    );
    expect(missing).toEqual([]);
  });

  it("has each page of docs/ in the index of its folder", () => {
    const missing = ["docs", DECISIONS].flatMap((folder) => {
      const listed = new Set(linksOf(textOf(`${folder}/README.md`)).map(({ target }) => target));
      return filesBelow(folder, ".md")
        .map((file) => path.relative(folder, file))
        .filter((file) => !path.dirname(file).startsWith("decisions") && file !== "README.md" && !listed.has(file))
        .map((file) => `${folder}/${file}`);
    });
    expect(missing).toEqual([]);
  });

  it("shows the same smallest application in the README and in the guide", () => {
    expect(codeOf("docs/guide.md", "ts")).toBe(codeOf("README.md", "ts"));
  });

  it("shows the table of job statuses as the code has it (node test/docs/write-status-table.ts writes it)", () => {
    expect(STATUS_TABLE.exec(textOf("ARCHITECTURE.md"))?.[2]).toBe(statusTable());
  });

  it("shows every error code with what to do about it (node test/docs/write-errors-table.ts writes it)", () => {
    expect(ERRORS_TABLE.exec(textOf("docs/errors.md"))?.[2]).toBe(errorsTable());
  });

  it("shows what a check finds as the code has it (node test/docs/write-findings-table.ts writes it)", () => {
    expect(FINDINGS_TABLE.exec(textOf("docs/operations/README.md"))?.[2]).toBe(findingsTable());
  });

  it("names the stops of the paths from route to commit as the code does", () => {
    const rows = textOf("ARCHITECTURE.md")
      .split("\n")
      .map((line) =>
        line
          .split("|")
          .slice(1, -1)
          .map((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, code = ""]) => code)),
      )
      .filter(
        ([stop, names = [], files = []]) => stop?.length === 0 && names.length > 0 && files[0]?.startsWith("src/"),
      );
    expect(rows.length).toBeGreaterThan(10);
    const wrong = rows.flatMap(([, names = [], files = []]) => {
      const source = files.map(textOf).join("\n");
      return names.filter((name) => !new RegExp(`\\b${name.split(".").at(-1)}\\b`).test(source));
    });
    expect(wrong).toEqual([]);
  });

  it("lists the planted bugs with the promises that they break (node test/simulation/planted/write-table.ts writes it)", () => {
    expect(PLANTED_TABLE.exec(textOf("docs/testing.md"))?.[2]).toBe(plantedTable());
  });

  it("names planted bugs that exist", () => {
    const named = pages.flatMap((page) =>
      [...textOf(page).matchAll(/planted bugs? (`[\w-]+`(?: and `[\w-]+`)*)/g)].flatMap(([, names = ""]) =>
        [...names.matchAll(/[\w-]+/g)].map(([name]) => name).filter((name) => name !== "and"),
      ),
    );
    expect(named.length).toBeGreaterThan(3);
    expect(named.filter((name) => !PLANTED.some(({ patch }) => patch === name))).toEqual([]);
  });
});

describe("the decisions", () => {
  const files = filesBelow(DECISIONS, ".md").map((file) => path.basename(file));
  const numbered = files.filter((file) => file !== "README.md").sort();

  it("have numbers without gaps, and the same parts", () => {
    const numbers = numbered.map((file) => Number(file.slice(0, 3)));
    expect(numbers).toEqual(numbers.map((_, index) => index + 1));
    for (const file of numbered) {
      const text = textOf(`${DECISIONS}/${file}`);
      expect(text, file).toMatch(new RegExp(`^# ${file.slice(0, 3)}\\. .+\n\n\\d{4}-\\d{2}-\\d{2}\\.`));
      const headings = [...text.matchAll(/^## (.+)$/gm)].map(([, heading]) => heading);
      expect(headings, file).toEqual(["Context", "Decision", "Instead of", "Consequences"]);
    }
  });

  it("are each named by a comment in the code, and each that a comment names exists", () => {
    const sources = ["src", "test"].flatMap((folder) => filesBelow(folder, ".ts", ".mjs", ".sql", ".toml"));
    const named = [...sources, "wrangler.toml", "vitest.config.ts"].flatMap((file) =>
      [...textOf(file).matchAll(/docs\/decisions\/(\d{3}[\w-]*\.md)/g)].map(([, name = ""]) => ({ file, name })),
    );
    expect(named.filter(({ name }) => !numbered.includes(name))).toEqual([]);
    expect(numbered.filter((file) => !named.some(({ name }) => name === file))).toEqual([]);
  });
});
