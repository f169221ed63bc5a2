import fc from "fast-check";
import type { RawRequest } from "../../harness/send.ts";

/** What malformed requests are aimed at: one row of the route table, and ids that exist. */
export interface Target {
  readonly method: string;
  /** `{id}` stands for one path segment. */
  readonly path: string;
  readonly ids: readonly string[];
  /** The Authorization headers to send, null = none; without it they are garbage, too. */
  readonly authorizations?: readonly (string | null)[];
}

const METHODS = ["GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "PROPFIND"];
const PARAMETERS =
  "config_id task_id force wait cascade filter operators join_operator limit cursor page per_page entity_id scenario_id editor editor_id version".split(
    " ",
  );
const WORDS = [
  "",
  " ",
  "0",
  "-1",
  "1e999",
  "true",
  "null",
  "NaN",
  "..",
  "%2e%2e",
  "%2F",
  "%00",
  "%zz",
  "%ED%A0%80",
  "☃",
  "💥",
  "'",
  '"',
  "' OR '1'='1",
  "1; DROP TABLE jobs",
  "constructor",
  "__proto__",
  "default",
  "my_awesome_scenario",
  "historical_data_set",
  "2020-02-30T00:00:00",
  "9999-12-31T23:59:59.999999",
  "EQUAL",
  "LIKE",
  "OR",
  "XOR",
  "DAILY",
  "2020-01-01T00:00:00",
];
const CONTENT_TYPES = [
  "application/json",
  "application/json; charset=utf-8",
  "application/vnd.api+json",
  "text/plain",
  "",
  ";",
  "application/json;;;",
  "multipart/form-data",
];
const FIELDS = [
  "id",
  "name",
  "frequency",
  "properties",
  "creation_date",
  "start_date",
  "end_date",
  "scenario_id",
  "sequence_name",
  "task_ids",
  "tasks",
  "operators",
  "join_operator",
  "key",
  "value",
  "operator",
  "editor_id",
  "force",
  "__proto__",
];

const word = fc.oneof(
  fc.constantFrom(...WORDS),
  fc.string({ maxLength: 20 }),
  fc.string({ maxLength: 20, unit: "binary" }),
);
const longText = fc.integer({ min: 1_000, max: 6_000 }).map((length) => "x".repeat(length));
const ascii = fc.string({ maxLength: 40, unit: "grapheme-ascii" });

/**
 * Text as a request line can hold it, some of it encoded, some of it not. What is no URI at all (`<`, `>`, …) the runtime
 * refuses before it reaches the Worker.
 */
const pathText = fc.oneof(
  word.map((text) => encode(text)),
  ascii.map((text) => text.replace(/[\s#?<>"`{}|\\^[\]]/g, "")),
  longText,
  fc.constantFrom("%", "%f", "%FF", "%C3%28", "..%2f..", "a%00b", "a%0D%0Ab", "*", "~", ";x=1"),
);

const json = fc.oneof(
  fc.jsonValue({ maxDepth: 4 }),
  fc.dictionary(fc.constantFrom(...FIELDS), fc.oneof(word, fc.jsonValue({ maxDepth: 2 })), { maxKeys: 8 }),
  fc.record({
    operators: fc.array(
      fc.dictionary(fc.constantFrom("key", "value", "operator"), fc.oneof(word, fc.jsonValue({ maxDepth: 1 }))),
      { maxLength: 3 },
    ),
    join_operator: word,
  }),
);

const body = fc.oneof(
  fc.constant(undefined),
  json.map((value) => JSON.stringify(value)),
  json.map((value) => JSON.stringify(value).slice(0, -1)),
  word,
  fc.constantFrom(
    "{",
    "[[[[",
    "[NaN]",
    "1e400",
    '"\\ud800"',
    "{}{}",
    "\ufeff{}",
    "[".repeat(10_000),
    `{"a":`.repeat(2_000),
  ),
  fc.uint8Array({ maxLength: 64 }),
);

const headers = fc
  .record(
    {
      "Content-Type": fc.constantFrom(...CONTENT_TYPES),
      Accept: fc.oneof(fc.constantFrom("*/*", "application/json", "text/csv", ";q=;"), ascii),
      "Taipy-Compat": fc.constantFrom("strict", "STRICT", "no"),
      "X-Request-Id": ascii,
      "If-Match": ascii,
      "If-None-Match": fc.oneof(fc.constantFrom("*", '"x"', 'W/"x", *'), ascii),
      Range: fc.constantFrom("bytes=0-1", "bytes=9-0", "x"),
      Authorization: ascii,
      Cookie: ascii,
      "Accept-Encoding": fc.constantFrom("identity", "x"),
      "Last-Event-ID": ascii,
    },
    { requiredKeys: [] },
  )
  .map((given) => Object.fromEntries(Object.entries(given).map(([name, value]) => [name, value.trim()])));

/** Requests that are mostly wrong, of which some come close to being right. */
export function garbage({ method, path, ids, authorizations = [] }: Target): fc.Arbitrary<RawRequest> {
  const id = ids.length > 0 ? fc.oneof(fc.constantFrom(...ids), pathText) : pathText;
  const query = fc
    .array(
      fc.tuple(
        fc.oneof(fc.constantFrom(...PARAMETERS), word),
        fc.oneof(
          word,
          longText,
          json.map((value) => JSON.stringify(value)),
        ),
      ),
      { maxLength: 3 },
    )
    .map((pairs) => pairs.map(([name, value]) => `${encode(name)}=${encode(value)}`).join("&"));
  const where = fc
    .tuple(id, query, fc.constantFrom("", "", "", "/", "//", "/x/", "/%2F/"))
    .map(([segment, search, tail]) => {
      const filled = path.replace("{id}", () => segment);
      return `${tail === "" ? filled : filled.replace(/\/$/, "") + tail}${search === "" ? "" : `?${search}`}`;
    });
  const credentials =
    authorizations.length === 0
      ? headers
      : fc.tuple(headers, fc.constantFrom(...authorizations)).map(withAuthorization);
  return fc.record({
    method: fc.oneof(
      { weight: 5, arbitrary: fc.constant(method) },
      { weight: 1, arbitrary: fc.constantFrom(...METHODS) },
    ),
    path: where,
    headers: credentials,
    body,
  });
}

function withAuthorization([{ Authorization: _, ...rest }, given]: [Record<string, string>, string | null]) {
  return given === null ? rest : { ...rest, Authorization: given };
}

/** Lone surrogates have no encoding. */
const encode = (text: string): string => encodeURIComponent(text.toWellFormed());
