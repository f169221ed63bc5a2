import { linesOf, textOf } from "./pages.ts";

/** Blocks of commands that begin with this line need an account at Cloudflare; tests run all others of the guides. */
const MARK = /^# Needs an account/;

/** The guides: each command in them runs in a test, or is marked. */
export const GUIDES = [
  "docs/guide.md",
  "docs/deploying.md",
  "docs/moving-from-taipy.md",
  "docs/troubleshooting.md",
  "docs/operations/README.md",
  "docs/operations/upgrading.md",
  "docs/operations/logs.md",
  "docs/operations/restored-database.md",
];

export interface Block {
  readonly page: string;
  /** The heading that it stands below, without its marks. */
  readonly heading: string;
  readonly language: string;
  readonly code: string;
  readonly needsAccount: boolean;
}

/** The blocks of code of a page, in their order. */
export function blocksOf(page: string): readonly Block[] {
  const blocks: Block[] = [];
  let heading = "";
  let open: { language: string; lines: string[] } | null = null;
  for (const { text, isCode } of linesOf(textOf(page))) {
    const [, language] = isCode ? (/^```(\w*)/.exec(text) ?? []) : [];
    if (!isCode) heading = /^#+ (.*)$/.exec(text)?.[1] ?? heading;
    else if (open === null) open = { language: language ?? "", lines: [] };
    else if (language === undefined) open.lines.push(text);
    else {
      const code = `${open.lines.join("\n")}\n`;
      blocks.push({ page, heading, language: open.language, code, needsAccount: MARK.test(code) });
      open = null;
    }
  }
  return blocks;
}

/** The commands of a page that a test runs, in their order. */
export const commandsOf = (page: string): readonly Block[] =>
  blocksOf(page).filter(({ language, needsAccount }) => language === "sh" && !needsAccount);
