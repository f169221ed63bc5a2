import type * as z from "zod";
import { type FieldErrors, TaipyError } from "../../core/errors.ts";

type Issue = z.core.$ZodIssue;

/** Parses a body; throws `validation_failed` with the texts of Taipy's validation, field by field. */
export function parseBody<Schema extends z.ZodType>(schema: Schema, body: unknown): z.output<Schema> {
  const parsed = schema.safeParse(body, { reportInput: true });
  if (parsed.success) return parsed.data;
  const errors = fieldErrors(parsed.error);
  throw new TaipyError("validation_failed", summary(errors), { errors });
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

/** Each problem's place and text; one issue about unknown keys is a problem for each of them. */
function problems(issue: Issue): [path: string[], text: string][] {
  const path = issue.path.map(String);
  if (issue.code === "unrecognized_keys") return issue.keys.map((key) => [[...path, key], "Unknown field."]);
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
