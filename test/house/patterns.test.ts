import { isSafePattern } from "redos-detector";
import ts from "typescript-5";
import { describe, expect, it } from "vitest";
import { forEachNode, treeOf, trees } from "./syntax.ts";

/** Patterns that may backtrack, each with the reason why their text is short, or why they take linear time all the same. */
const SHORT_TEXTS: Readonly<Record<string, string>> = {
  "core/config/secrets/secret-names.ts: /_(?:max|min|num|number|n|total|prompt|completion|input|output|cached)_(?:[a-z]+_){0,2}tokens_$|_(?:pad|eos|bos|unk|mask|cls|sep|stop|special)_tokens?_$/":
    "It begins at an underscore; what it repeats has none.",
  "core/config/secrets/secret-names.ts: /_[a-z]*auth_(?:(?:header|code|data|value|info|string|params?)_)?$/":
    "It begins at an underscore; what it repeats has none.",
  "core/config/secrets/secret-texts.ts: /\\b([Bb]earer|Basic)\\s+(?=[\\w.~+/-]*[\\d=])[\\w.~+/-]{8,}=*/g":
    "It begins at a word before a blank; the token has no blanks.",
  "core/config/secrets/secret-texts.ts: /(?<![\\w-])eyJ[\\w-]{8,}\\.eyJ[\\w-]{8,}\\.[\\w-]*/g":
    "It begins at a word; each word is tried as three parts at most.",
  'core/config/secrets/secret-texts.ts: /(\\\\{1,7})"([\\w.-]{1,60})\\1"\\s?:\\s?\\1"([^"\\\\]+)/g':
    "At most 70 characters before the value; nothing can fail behind it.",
  "core/config/secrets/secret-texts.ts: /(?<=(^|[?&;,\\s\"']))([\\w.-]{1,60})=(\"[^\"]{1,1000}\"|'[^']{1,1000}'|[^&;=#\"'\\\\\\r\\n]{1,300}(?=;)|[^&;#\\s\"'\\\\]+)/g":
    "At most 60 characters before the sign of equality, and 1,000 that may fail behind it.",
  "core/config/secrets/secret-texts.ts: /\\b(?:postgres(?:ql)?|mysql|mariadb|mongodb|rediss?|amqps?|mssql|sqlserver|oracle|clickhouse|snowflake)(?:\\+\\w{1,20})?:\\/\\//i":
    "At most 40 characters before the slashes.",
  "core/config/secrets/secret-texts.ts: /(?<=:\\/\\/)[^\\s/?#\"'<>\\\\]*@/g":
    "It begins behind two slashes; what it repeats has none.",
  'storage/excel/number-formats.ts: /\\[[$\\-\\w]*\\]|\\\\.|"[^"]*"|[*_]./g':
    "Only the last quote can be without a partner; what a bracket holds has none.",
  'client/pages.ts: /<([^>]*)>\\s*;\\s*rel="?next"?/': "A response header of the service.",
  "core/values/exact/number-range.ts: /[eE][+-]?\\d{3}|(?<![\\d.])(?:\\d{309}|0\\.0{300})/":
    "It begins at a sign or at the start of a number, and what it repeats has no such start.",
  "core/config/settings/identity-provider.ts: /\\/+$/": "An address of the configuration.",
  "core/config/settings/env-template.ts: /^[+-]?(?:(?:\\d+(?:_\\d+)*)(?:\\.\\d*)?|\\.\\d+)(?:e[+-]?\\d+)?$/i":
    "A variable of the Worker.",
  "core/config/settings/env-template.ts: /^[+-]?\\d+(?:_\\d+)*$/": "A variable of the Worker.",
  "core/config/settings/http-settings.ts: /^[a-z][a-z0-9+.-]*:\\/\\/(?:[a-z0-9_-]+(?:\\.[a-z0-9_-]+)*|\\[[0-9a-f:.]+\\])(?::[1-9]\\d{0,4})?$/":
    "An origin of the configuration.",
  "core/config/toml/positions.ts: /:[A-Za-z]+$/": "A text of the application's own file.",
  "core/config/toml/positions.ts: /\"\"\"[\\s\\S]*?(?<!\\\\)\"{3,5}|'''[\\s\\S]*?'{3,5}|\"(?:[^\"\\\\\\n]|\\\\.)*\"|'[^'\\n]*'|#[^\\n]*|[[{]|[\\]}]|\\n|[^\"'#[\\]{}\\n]+/y":
    "The application's own file.",
  "core/config/toml/positions.ts: /(?:\\s|#[^\\n]*)*/y": "The application's own file.",
  "core/config/toml/positions.ts: /[ \\t]*(?:\"((?:[^\"\\\\\\n]|\\\\.)*)\"|'([^'\\n]*)'|([\\w-]+))[ \\t]*(\\.?)/y":
    "The application's own file.",
  "dev/page-files.mjs: /\\n(?:\\/\\/#|\\/\\*#) sourceMappingURL=.*$/": "A file of a package.",
  "http/auth/passwords/password.ts: /^pbkdf2-sha512\\$(\\d{1,7})\\$((?:[0-9a-f]{2})+)\\$((?:[0-9a-f]{2})+)$/":
    "A hash that the service has stored.",
  'http/input/query.ts: /(?:^|,)(?:"((?:[^"]|"")*)"(?=,|$)|([^,]*))/g': "A part of a URL: 16 KB at most.",
  'http/output/answers.ts: /^\\{\\s*"id"\\s*:\\s*("(?:[^"\\\\]|\\\\.)*")/': "It ends with an id of an entity.",
  "http/output/content-headers.ts: /['()*!]/g": "A class of characters, no group.",
  'http/output/entity-tag.ts: /"[^"]*"/g': "A request header: 16 KB at most.",
  'http/output/entity-tag.ts: /^[\\t ]*(?:(?:W\\/)?"[!#-~\\x80-\\xff]*"[\\t ]*)?(?:,[\\t ]*(?:(?:W\\/)?"[!#-~\\x80-\\xff]*"[\\t ]*)?)*$/':
    "A request header: 16 KB at most.",
  "http/pages/page-files.ts: /\\.[0-9a-f]{16}\\.\\w+$/": "A path: 16 KB at most.",
  "http/pages/reference.ts: /\\{\\w+\\}|[^{/]*\\/|[^{/]+/g": "A path of the table of routes.",
  "http/pipeline/router.ts: /\\{(\\w+)\\}/g": "A path of the table of routes.",
  "payloads/payload-store.ts: /;\\s*charset=/i": "A media type: a request header, 16 KB at most.",
  'storage/csv.ts: /;\\s*charset="?utf-8/i': "A media type: a request header, 16 KB at most.",
  'storage/sql/tables/table-name.ts: /"(?:[^"]|"")+"(?=\\.|$)|[^.]+/y': "A name of the configuration.",
  "storage/s3/address.ts: /\\/+$/": "An address of the configuration.",
};

/** Patterns that are made at run time, each with the reason why no client decides them. */
const MADE_PATTERNS: Readonly<Record<string, string>> = {
  "core/config/dsl/duration.ts: new RegExp(`^(?:${PART}d)?(?:${PART}h)?(?:${PART}m)?(?:${PAR":
    "A constant of the file.",
  'core/config/secrets/secret-names.ts: new RegExp( `_${anyOf( "counts? length len size limits? min ':
    "Words of the file. It begins at an underscore, and words have none.",
  "core/config/secrets/secret-names.ts: new RegExp( `_[a-z\\\\d]*?${SECRET_WORDS}\\\\d*_|_${anyOf(WHOLE_":
    "Words of the file. It begins at an underscore; what it repeats has none.",
  'core/entities/identifier.ts: new RegExp(UNICODE, "u")': "A constant of the file.",
  'core/entities/ids.ts: new RegExp(UNSAFE, "gu")': "A constant of the file.",
  "dev/openapi/schemas/field-schemas.ts: new RegExp(`^${pattern}$`)":
    "The patterns of the field lists, when the document is written.",
  'storage/mongo/with-collection.ts: new RegExp(`[?&]${name}=`, "i")': "The names of the options in the file.",
  "storage/s3/signed-object.ts: new RegExp(`<${tag}>([^<]{0,300})</${tag}>`)": "The two tags in the file.",
};

interface Pattern {
  readonly file: string;
  readonly source: string;
  readonly flags: string;
}

/** The literal patterns of a file, and the expressions of which others are made at run time. */
function patternsOf(tree: ts.SourceFile): { readonly literal: Pattern[]; readonly made: string[] } {
  const file = tree.fileName;
  const literal: Pattern[] = [];
  const made: string[] = [];
  forEachNode(tree, (node) => {
    if (ts.isRegularExpressionLiteral(node)) {
      const [, source = "", flags = ""] = /^\/(.*)\/(\w*)$/s.exec(node.text) ?? [];
      literal.push({ file, source, flags });
    } else if ((ts.isNewExpression(node) || ts.isCallExpression(node)) && isRegExp(node.expression)) {
      const [source, flags] = node.arguments ?? [];
      const isLiteral = source !== undefined && ts.isStringLiteralLike(source);
      if (isLiteral) literal.push({ file, source: source.text, flags: flags?.getText(tree).slice(1, -1) ?? "" });
      else made.push(`${file}: ${shortened(node, tree)}`);
    } else if (ts.isCallExpression(node) && isMatchOfText(node)) made.push(`${file}: ${shortened(node, tree)}`);
  });
  return { literal, made };
}

/** The first line of an expression, however it is broken into lines. */
const shortened = (node: ts.Node, tree: ts.SourceFile): string => node.getText(tree).replace(/\s+/g, " ").slice(0, 60);

const isRegExp = (called: ts.Expression): boolean => ts.isIdentifier(called) && called.text === "RegExp";

/** `text.match("…")` and `text.search("…")` make a pattern of a text. */
const isMatchOfText = ({ expression, arguments: [given] }: ts.CallExpression): boolean =>
  ts.isPropertyAccessExpression(expression) &&
  /^(?:match|matchAll|search)$/.test(expression.name.text) &&
  given !== undefined &&
  (ts.isStringLiteralLike(given) || ts.isTemplateExpression(given));

/** Whether the time for a text grows with its length only: each of its characters is tried a bounded number of times. */
const isLinear = ({ source, flags }: Pattern): boolean =>
  !/[*+]|,\}/.test(source) ||
  // A sticky pattern is tried at one place only.
  isSafePattern(flags.includes("y") ? `^(?:${source})` : source, {
    caseInsensitive: flags.includes("i"),
    unicode: flags.includes("u"),
    dotAll: flags.includes("s"),
    multiLine: flags.includes("m"),
    timeout: Number.POSITIVE_INFINITY,
  }).safe;

/** Whether a group is repeated without limit: each round takes memory of the engine's stack, which a long text overflows. */
const repeatsGroup = ({ source }: Pattern): boolean => /\)(?:[*+]|\{\d+,\})/.test(source);

const found = [...trees.values()].map(patternsOf);
const literals = [...new Map(found.flatMap(({ literal }) => literal).map((pattern) => [textOf(pattern), pattern]))];
const made = found.flatMap((file) => file.made);

function textOf({ file, source, flags }: Pattern): string {
  return `${file}: /${source}/${flags}`;
}

describe("a regular expression in src", () => {
  it("tries each character of a text a bounded number of times, unless the text is short", () => {
    const slow = literals.filter(([text, pattern]) => !(text in SHORT_TEXTS) && !isLinear(pattern));
    expect(slow.map(([text]) => text)).toEqual([]);
  });

  it("repeats no group without limit, unless the text is short", () => {
    const deep = literals.filter(([text, pattern]) => !(text in SHORT_TEXTS) && repeatsGroup(pattern));
    expect(deep.map(([text]) => text)).toEqual([]);
  });

  it("is not made of a text that a client sends", () => {
    expect(made.filter((text) => !(text in MADE_PATTERNS))).toEqual([]);
  });

  it("has no exemption that no code needs", () => {
    const known = [...literals.map(([text]) => text), ...made];
    const exempt = [...Object.keys(SHORT_TEXTS), ...Object.keys(MADE_PATTERNS)];
    expect(exempt.filter((text) => !known.includes(text))).toEqual([]);
  });

  it.each(["(a+)+$", "[\\s;]+$", "^(.*)=(.*)$", "\\/+$", "\\d+\\.\\d*x", "\\s*,"])("would not pass as %s", (source) => {
    expect(isLinear({ file: "x.ts", source, flags: "" })).toBe(false);
  });

  it.each(['new RegExp(name, "i")', `new RegExp("^" + name)`, "RegExp(name)", 'text.match("a+")', "text.search(`a`)"])(
    "would not pass as %s",
    (source) => {
      expect(patternsOf(treeOf("x.ts", source)).made).toEqual([`x.ts: ${source}`]);
    },
  );

  it.each(["^\\d+$", "^\\s*[+-]?\\d+\\s*$", "\\r\\n?|\\n", "^[a-z]{1,63}(?:-[a-z]+)?$"])("may be %s", (source) => {
    expect(isLinear({ file: "x.ts", source, flags: "" })).toBe(true);
  });
});
