import * as z from "zod";
import type { FieldErrors, TaipyError } from "../../core/errors.ts";
import { refusedFields, UNKNOWN_FIELD } from "../../core/names/unknown-fields.ts";

type Issue = z.core.$ZodIssue;

type ParsedBody<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly error: TaipyError };

/** A body as its schema reads it, or its refusal with the texts of Taipy's validation, field by field. */
export function parseBody<Schema extends z.ZodType>(schema: Schema, body: unknown): ParsedBody<z.output<Schema>> {
  const parsed = schema.safeParse(body, { reportInput: true });
  if (parsed.success) return { ok: true, value: parsed.data };
  const errors = fieldErrors(parsed.error);
  return { ok: false, error: refusedFields(errors, (path) => membersAt(schema, path), summary(errors)) };
}

/** A tree while it grows: texts at the leaves. Without a prototype, because the caller chose the names. */
interface Tree {
  [field: string]: string[] | Tree;
}

function fieldErrors(error: z.ZodError): FieldErrors {
  const root = emptyTree();
  for (const issue of error.issues) {
    for (const [path, text] of problems(issue)) add(root, path, text);
  }
  return root;
}

const emptyTree = (): Tree => Object.create(null) as Tree;

/** The path and text of each problem; an issue about unknown keys is one problem a key. */
function problems(issue: Issue): [path: string[], text: string][] {
  const path = issue.path.map(String);
  if (issue.code === "unrecognized_keys") return issue.keys.map((key) => [[...path, key], UNKNOWN_FIELD]);
  const text = problemText(issue);
  return [[text === INVALID_INPUT ? [...path, "_schema"] : path, text]];
}

const INVALID_INPUT = "Invalid input type.";

function problemText(issue: Issue): string {
  if (issue.code !== "invalid_type") return issue.message;
  if (issue.expected === "object") return INVALID_INPUT;
  if (issue.input === undefined) return "Missing data for required field.";
  if (issue.input === null) return "Field may not be null.";
  if (issue.expected === "record") return "Not a valid mapping type.";
  if (issue.expected === "array") return "Not a valid list.";
  return `Not a valid ${issue.expected}.`;
}

function add(tree: Tree, [head = "_schema", ...rest]: readonly string[], text: string): void {
  const there = tree[head];
  if (rest.length === 0) {
    tree[head] = Array.isArray(there) ? [...there, text] : [text];
    return;
  }
  const branch = there === undefined || Array.isArray(there) ? emptyTree() : there;
  tree[head] = branch;
  add(branch, rest, text);
}

function summary(errors: FieldErrors): string {
  const lines = Object.entries(errors).map(([field, texts]) =>
    Array.isArray(texts) ? `${field}: ${texts.join(" ")}` : `${field}: ${summary(texts as FieldErrors)}`,
  );
  return lines.join(" ").replaceAll("_schema: ", "");
}

/** The names of the members that a schema has at a path. */
function membersAt(schema: z.ZodType, path: readonly string[]): readonly string[] {
  let at: z.core.$ZodType | undefined = bare(schema);
  for (const step of path) {
    if (at instanceof z.ZodArray) at = bare(at.element);
    else if (at instanceof z.ZodObject) at = bare(at.shape[step]);
    else return [];
  }
  return at instanceof z.ZodObject ? Object.keys(at.shape) : [];
}

/** The schema of a value that is there. */
function bare(schema: z.core.$ZodType | undefined): z.core.$ZodType | undefined {
  let at = schema;
  while (at instanceof z.ZodOptional || at instanceof z.ZodNullable || at instanceof z.ZodDefault) at = at.unwrap();
  return at;
}
