import { type FieldErrors, TaipyError } from "../errors.ts";
import { MOST_UNKNOWN, type UnknownName, unknownName, unknownText } from "./unknown-names.ts";

/** What Taipy's validation says of a field that it does not know. */
export const UNKNOWN_FIELD = "Unknown field.";

/**
 * The refusal of a body.
 * @param knownAt the names of the fields of the object at a path
 * @param text the message about all other problems
 */
export function refusedFields(
  errors: FieldErrors,
  knownAt: (path: readonly string[]) => readonly string[],
  text: string,
): TaipyError {
  const { unknown, count, others } = unknownFields(errors, knownAt);
  if (count === 0) return new TaipyError("validation_failed", text, { errors });
  const message = others ? `${unknownText(unknown, count)} ${text}` : unknownText(unknown, count);
  return new TaipyError("validation_failed", message, { errors, details: { unknown } });
}

/** The tree of problems is as deep as the schema. */
function unknownFields(errors: FieldErrors, knownAt: (path: readonly string[]) => readonly string[]) {
  const unknown: UnknownName[] = [];
  let count = 0;
  let others = false;
  const open: { readonly path: readonly string[]; readonly errors: FieldErrors }[] = [{ path: [], errors }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    for (const [name, problem] of Object.entries(next.errors)) {
      if (!isTexts(problem)) open.push({ path: [...next.path, name], errors: problem });
      else if (!problem.includes(UNKNOWN_FIELD)) others = true;
      else {
        count += 1;
        if (count <= MOST_UNKNOWN) unknown.push(unknownName(name, "body", knownAt(next.path), next.path));
      }
    }
  }
  return { unknown, count, others };
}

const isTexts = (problem: readonly string[] | FieldErrors): problem is readonly string[] => Array.isArray(problem);
