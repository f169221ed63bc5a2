import type { EntityKind } from "../../core/entities/kinds.ts";
import { endOfSpan, endOfText } from "../../core/values/json-spans.ts";
import { TAIPY_FIELDS, type TaipyKind } from "./taipy-fields.ts";

/** What an answer holds: `whole` = everything that this service says, `taipy` = exactly what Taipy's server says. */
export type View = "whole" | "taipy";

declare const SEEN: unique symbol;
/** The JSON text of entities as a view shows them. Only {@link viewed} makes one, so that no answer forgets its view. */
export type Viewed = string & { readonly [SEEN]: true };

const NAMES = new Map<EntityKind, ReadonlySet<string>>(
  Object.entries(TAIPY_FIELDS).map(([kind, names]) => [kind as TaipyKind, new Set(names)]),
);

// docs/decisions/078-a-table-of-taipys-keys.md
/** The JSON text of one entity, or of several with commas between them, as a view shows it. */
export function viewed(view: View, kind: EntityKind, text: string): Viewed {
  const names = view === "taipy" ? NAMES.get(kind) : undefined;
  return (names === undefined ? text : onlyMembers(text, names)) as Viewed;
}

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const BRACE = 0x7b;
const CLOSING_BRACE = 0x7d;

/** Cuts the members with other names out of each object. What stays is copied as it is: numbers keep all their digits. */
function onlyMembers(text: string, names: ReadonlySet<string>): string {
  let kept = "";
  let copied = 0;
  for (let at = 0; at < text.length; at++) {
    if (text.charCodeAt(at) !== BRACE) continue;
    kept += text.slice(copied, at + 1);
    let separator = "";
    for (at = nextMember(text, at + 1); text.charCodeAt(at) === QUOTE; at = nextMember(text, at)) {
      const end = endOfMember(text, at);
      if (names.has(text.slice(at + 1, endOfText(text, at)))) {
        kept += separator + text.slice(at, end);
        separator = ",";
      }
      at = end;
    }
    copied = at;
  }
  return kept + text.slice(copied);
}

/** The quote that begins the next member, or the brace that ends the object. */
function nextMember(text: string, from: number): number {
  let at = from;
  while (at < text.length && text.charCodeAt(at) !== QUOTE && text.charCodeAt(at) !== CLOSING_BRACE) at++;
  return at;
}

function endOfMember(text: string, from: number): number {
  let at = endOfText(text, from) + 1;
  while (text.charCodeAt(at) <= 0x20 || text.charCodeAt(at) === COLON) at++;
  const first = text.charCodeAt(at);
  if (first === QUOTE) return endOfText(text, at) + 1;
  if (first === BRACE || text[at] === "[") return endOfSpan(text, at);
  while (at < text.length && text.charCodeAt(at) !== COMMA && text.charCodeAt(at) !== CLOSING_BRACE) at++;
  return at;
}
