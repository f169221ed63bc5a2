import type { PlainJson } from "../../core/values/plain-json.ts";

/**
 * What is known of the text that `JSON.stringify` alone, without a replacer, has made of a value of not more levels than
 * the API answers. Such a text has no second spelling: each number is the shortest of its double, no member comes
 * twice, and half a surrogate pair is escaped. Null when a reader could take a part of it for a date.
 */
export function plainJson(value: unknown, text: string): PlainJson | null {
  if (text.includes('"__type__"')) return null;
  return { items: Array.isArray(value) ? value.length : null };
}
