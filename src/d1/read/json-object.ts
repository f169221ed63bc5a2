import type { Field, Fields, SqlFieldOf, WireForm } from "../../core/entities/fields.ts";

/** An SQL expression of the JSON text of a field, or of a text that needs quotes around it. */
interface FieldJson {
  readonly sql: string;
  readonly quoted?: true;
}

type Form = (name: string, field: Field) => FieldJson;

/** The JSON of a field, by its form, in the row that the query calls `e`. */
const FORMS: Readonly<Record<Exclude<WireForm, "sql">, Form>> = {
  escaped: (name) => ({ sql: `json_quote(e.${name})` }),
  plain: (name) => ({ sql: `e.${name}`, quoted: true }),
  stored: (name) => ({ sql: `e.${name}` }),
  mostly_null: (name) => ({ sql: orNull(`e.${name}`, `json_quote(e.${name})`) }),
  flag: (name) => ({ sql: truth(`e.${name}`) }),
  member: (name, { prefix }) => ({ sql: `'${prefix}.' || e.${name}`, quoted: true }),
  spaced: (name) => ({ sql: `replace(e.${name}, 'T', ' ')`, quoted: true }),
  property: (name) => ({ sql: propertyJson(name) }),
};

export function orNull(tested: string, text: string): string {
  return `iif(${tested} IS NULL, 'null', ${text})`;
}

export function truth(condition: string): string {
  return `iif(${condition}, 'true', 'false')`;
}

function propertyJson(name: string): string {
  return `coalesce(e.properties -> '${name}', 'null')`;
}

/** The SQL of the fields whose JSON no form describes: each of them, and no other. */
export type FieldSql<List> = Readonly<Record<SqlFieldOf<List>, string>>;

/** An SQL expression of the JSON object that the API shows, in the order of the list. */
export function jsonObject<List extends Fields>(
  fields: List,
  expressions: FieldSql<List>,
  { detail = false }: { readonly detail?: boolean } = {},
): string {
  const own: Readonly<Record<string, string>> = expressions;
  const parts: string[] = [];
  let text = "{";
  for (const [name, field] of Object.entries<Field>(fields)) {
    if (field.wire === null || (field.detail === true && !detail)) continue;
    const { sql, quoted } = field.wire === "sql" ? { sql: own[name] ?? "" } : FORMS[field.wire](name, field);
    const quote = quoted === undefined ? "" : '"';
    parts.push(`'${text}"${name}":${quote}'`, sql);
    text = `${quote},`;
  }
  return concatenated([...parts, `'${text.slice(0, -1)}}'`]);
}

/** D1 limits functions to 32 arguments. */
const ARGUMENTS_OF_A_CALL = 32;

function concatenated(parts: readonly string[]): string {
  if (parts.length <= ARGUMENTS_OF_A_CALL) return `concat(${parts.join(", ")})`;
  const first = concatenated(parts.slice(0, ARGUMENTS_OF_A_CALL));
  return concatenated([first, ...parts.slice(ARGUMENTS_OF_A_CALL)]);
}
