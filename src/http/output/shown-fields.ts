import type { Field, WireForm } from "../../core/entities/fields.ts";

/** Forms that change a value; all others show it as it is. */
const FORMS: Readonly<Partial<Record<WireForm, (value: unknown, field: Field) => unknown>>> = {
  member: (value, { prefix }) => `${prefix}.${value}`,
  spaced: (value) => String(value).replace("T", " "),
};

/** Fields of a row as the API shows them, made here because D1 does not have the row yet. */
export function shownFields<Name extends string>(
  fields: Readonly<Record<Name, Field>>,
  names: readonly Name[],
  row: Readonly<Record<Name, unknown>>,
): Readonly<Record<string, unknown>> {
  const shown = names.map((name) => {
    const field = fields[name];
    const form = field.wire === null ? undefined : FORMS[field.wire];
    return [name, form === undefined ? row[name] : form(row[name], field)];
  });
  return Object.fromEntries(shown);
}
