import { hasTemplate } from "../../core/config/settings/env-template.ts";
import type { DataNodeSnapshot } from "../../core/entities/data-node.ts";
import type { Selection } from "../../core/values/selection.ts";
import { entityTag } from "./entity-tag.ts";

/** Another number whenever the same stored value is answered in another form, so that nobody is told to keep the old one. */
const FORM = 1;

/**
 * The entity tag of a part of a stored value, known before the value is fetched: the content's hash stands for the value.
 * Null without one: a value that lies in a system of its own may change at any time, what a node takes from the
 * environment may change how its file is read, and a filter may have come in a body, which caches don't look at.
 */
export async function valueTag(
  { payload, properties }: DataNodeSnapshot,
  { filter, columns, offset, limit }: Selection,
): Promise<string | null> {
  if (payload === null || payload.tier === "outside" || filter !== null || hasTemplate(properties)) return null;
  const { hash, content_type } = payload;
  return entityTag(JSON.stringify([FORM, hash, content_type, columns, offset, limit]));
}
