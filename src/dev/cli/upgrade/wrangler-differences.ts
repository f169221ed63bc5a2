import { parse } from "smol-toml";
import type { ReadTemplate } from "../init/templates.ts";
import { bindingBlocks, wranglerText } from "../init/wrangler-text.ts";
import { type Table, tableOf, tablesOf } from "../tables.ts";

/** What wrangler.toml of a project lacks for this release. */
export interface Difference {
  readonly message: string;
  /** The text that mends it at the end of the file; null = it has to be mended by hand. */
  readonly addition: string | null;
}

/**
 * Compares wrangler.toml of a project with what this release needs: with the file that `taipy-edge init` would write.
 * @throws TomlError when the text is no TOML
 */
export function differencesOf(text: string, read: ReadTemplate): readonly Difference[] {
  const project = parse(text);
  const name = typeof project.name === "string" ? project.name : "my-app";
  const needed = parse(wranglerText(name, read));
  const environments = [null, ...Object.keys(tableOf(project.env))];
  return [
    ...settings(project, needed),
    ...environments.flatMap((environment) =>
      missingBindings(project, environment, bindingBlocks(name, environment, read)),
    ),
  ];
}

/** The text with all additions; null = the result would not be what was meant, so it has to be done by hand. */
export function withAdditions(text: string, read: ReadTemplate): string | null {
  const additions = differencesOf(text, read).flatMap(({ addition }) => addition ?? []);
  const result = `${text.trimEnd()}\n${additions.join("")}`;
  try {
    return differencesOf(result, read).some(({ addition }) => addition !== null) ? null : result;
  } catch {
    return null;
  }
}

function settings(project: Table, needed: Table): readonly Difference[] {
  const byHand = (message: string): Difference => ({ message, addition: null });
  const lacks = (key: string) => listOf(needed[key]).filter((item) => !listOf(project[key]).includes(item));
  const date = String(project.compatibility_date ?? "");
  const crons = listOf(tableOf(project.triggers).crons);
  return [
    ...(date < String(needed.compatibility_date)
      ? [byHand(`compatibility_date is "${date}"; this release is tested with "${needed.compatibility_date}".`)]
      : []),
    ...lacks("compatibility_flags").map((flag) => byHand(`compatibility_flags lacks "${flag}".`)),
    ...(project.keep_names === true
      ? []
      : [byHand("keep_names = true is missing: the function_name of a task is the name of its function.")]),
    ...missingEntries(project, needed, "migrations", "tag"),
    ...missingEntries(project, needed, "rules", "type"),
    ...(crons.length === 0
      ? [byHand('crons of [triggers] is empty: the watchdog and the sweep need "*/5 * * * *".')]
      : []),
  ];
}

function missingEntries(project: Table, needed: Table, key: string, by: string): readonly Difference[] {
  const has = new Set(tablesOf(project[key]).map((entry) => entry[by]));
  return tablesOf(needed[key])
    .filter((entry) => !has.has(entry[by]))
    .map((entry) => ({ message: `[[${key}]] with ${by} = "${entry[by]}" is missing.`, addition: null }));
}

function missingBindings(project: Table, environment: string | null, blocks: readonly string[]): readonly Difference[] {
  const scope = (config: Table) => (environment === null ? config : tableOf(tableOf(config.env)[environment]));
  const own = scope(project);
  const where = environment === null ? "The top level" : `[env.${environment}]`;
  return blocks.flatMap((block) => {
    const [kind = "", needed] = entryOf(scope(parse(block)));
    if (isPresent(own, kind, needed)) return [];
    const id = needed.binding ?? needed.name ?? needed.queue;
    return [{ message: `${where} lacks ${kind} ${id}.`, addition: block }];
  });
}

/** The one table that a block has: its name, with dots, and its members. */
function entryOf(config: Table): readonly [string, Table] {
  const [key = "", value] = Object.entries(config)[0] ?? [];
  if (Array.isArray(value)) return [key, tableOf(value[0])];
  const inner = Object.entries(tableOf(value))[0];
  return Array.isArray(inner?.[1]) ? [`${key}.${inner[0]}`, tableOf(inner[1][0])] : [key, tableOf(value)];
}

function isPresent(own: Table, kind: string, needed: Table): boolean {
  const found = kind.split(".").reduce<unknown>((value, key) => tableOf(value)[key], own);
  if (kind === "queues.consumers") return consumes(tablesOf(found), own, String(needed.queue));
  const same = (entry: Table) => entry.binding === needed.binding && entry.name === needed.name;
  return Array.isArray(found) ? tablesOf(found).some((entry) => isNamed(entry, needed)) : same(tableOf(found));
}

const isNamed = (entry: Table, needed: Table): boolean =>
  needed.binding === undefined ? entry.name === needed.name : entry.binding === needed.binding;

/** A project may call its queues otherwise: what counts is that the queue of each binding has a consumer, and dead letters have. */
function consumes(consumers: readonly Table[], own: Table, queue: string): boolean {
  if (queue.endsWith("-dead")) return consumers.some((consumer) => String(consumer.queue).endsWith("-dead"));
  const binding = queue.endsWith("-alone") ? "JOBS_ALONE" : "JOBS";
  const producer = tablesOf(tableOf(own.queues).producers).find((entry) => entry.binding === binding);
  return consumers.some((consumer) => consumer.queue === (producer?.queue ?? queue));
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
