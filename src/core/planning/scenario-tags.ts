import { TaipyError } from "../errors.ts";
import { listed } from "../listed.ts";
import { isShortText } from "../names/short-text.ts";
import { shownName } from "../names/unknown-names.ts";

/** The property that says which tags a scenario may get, as in Taipy. */
const AUTHORIZED_TAGS = "authorized_tags";
/** The JSON text of a scenario must fit a page. */
export const MAX_TAGS = 100;
export const MAX_TAG_CHARACTERS = 128;

/** Who gets the tags. */
interface Tagged {
  readonly properties: object;
  /** Those that it has. Default: none. */
  readonly tags?: readonly string[];
}

/**
 * Taipy's rule: a scenario may get any tag, unless its property names some. Creation and tagging have the same.
 * @param field the one that has the tags, for the message
 * @returns the tags that the scenario will have, each once
 * @throws TaipyError `validation_failed` for a tag that is not allowed, and for too many of them
 */
export function withTags(field: "tag" | "tags", { properties, tags: had = [] }: Tagged, added: readonly string[]) {
  if (!isTexts(added)) {
    const message = "Tags must be a list of texts.";
    throw new TaipyError("validation_failed", `${field}: ${message}`, { errors: { [field]: [message] } });
  }
  const authorized: unknown = (properties as Readonly<Record<string, unknown>>)[AUTHORIZED_TAGS];
  const tags = [...new Set([...had, ...added])];
  const texts = added.flatMap((tag) => reasonsAgainst(tag, authorized));
  if (tags.length > MAX_TAGS && tags.length > had.length) {
    texts.push(`A scenario has ${MAX_TAGS} tags at most; this one would have ${tags.length}.`);
  }
  if (texts.length === 0) return tags;
  throw new TaipyError("validation_failed", `${field}: ${texts.join(" ")}`, { errors: { [field]: texts } });
}

/** Code that was not compiled may give anything. */
const isTexts = (given: unknown): boolean => Array.isArray(given) && given.every((tag) => typeof tag === "string");

function reasonsAgainst(tag: string, authorized: unknown): string[] {
  if (tag === "" || tag.length > MAX_TAG_CHARACTERS) {
    return [`A tag has 1 to ${MAX_TAG_CHARACTERS} characters; this one has ${tag.length}.`];
  }
  if (!isShortText(tag)) return ["A tag may not contain control characters."];
  if (!Array.isArray(authorized) || authorized.length === 0 || authorized.includes(tag)) return [];
  return [`Tag '${shownName(tag)}' is not one of: ${listed(authorized.map(String))}.`];
}
