const UUID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";
const DATE = String.raw`\d{4}-\d\d-\d\d`;
const TIME = String.raw`\d\d:\d\d:\d\d(?:\.\d{6})?`;
const ANY_TEXT = new Set(["VERSION", "STORAGE", "TAIPY", "APP", "TEXT"]);
const PLACEHOLDER = /<([A-Z][A-Z_]*[^<>]*)>(?:@<([^<>]*)>)?/g;

/** Name in a recording → its ids in this replay, oldest first. A name can be bound several times. */
export class Bindings {
  readonly #ids = new Map<string, readonly string[]>();

  bind(name: string, id: string): void {
    this.#ids.set(name, [...this.all(name), id]);
  }

  all(name: string): readonly string[] {
    return this.#ids.get(name) ?? [];
  }

  isBound(id: string): boolean {
    return [...this.#ids.values()].some((ids) => ids.includes(id));
  }

  copy(): Bindings {
    const copy = new Bindings();
    for (const [name, ids] of this.#ids) copy.#ids.set(name, ids);
    return copy;
  }
}

/** The text of a request with the newest id of each name. @throws Error for a name without an id */
export function fillPlaceholders(text: string, bindings: Bindings): string {
  return text.replace(PLACEHOLDER, (placeholder, name: string) => {
    const id = bindings.all(name).at(-1);
    if (id === undefined) throw new Error(`${placeholder} is not bound`);
    return id;
  });
}

/** The names in the text of a request that have no id. */
export function unboundPlaceholders(text: string, bindings: Bindings): string[] {
  const names = [...text.matchAll(PLACEHOLDER)].map((match) => match[1] ?? "");
  return names.filter((name) => bindings.all(name).length === 0);
}

/** Whether the text of an answer matches a recorded text with placeholders. */
export function matchesText(recorded: string, actual: string, bindings: Bindings): boolean {
  if (!recorded.includes("<")) return recorded === actual;
  let pattern = "";
  let end = 0;
  for (const match of recorded.matchAll(PLACEHOLDER)) {
    pattern += escapeRegExp(recorded.slice(end, match.index)) + placeholderPattern(match[1] ?? "", match[2], bindings);
    end = match.index + match[0].length;
  }
  return new RegExp(`^${pattern}${escapeRegExp(recorded.slice(end))}$`, "su").test(actual);
}

function placeholderPattern(name: string, scenario: string | undefined, bindings: Bindings): string {
  if (ANY_TEXT.has(name)) return ".*";
  if (name === "TS") return `${DATE}T${TIME}`;
  if (name === "TS_SPACE") return `${DATE} ${TIME}`;
  if (name.startsWith("TST")) return `${DATE}T${escapeRegExp(name.slice("TST".length))}`;
  if (["NaN", "Infinity", "-Infinity"].includes(name)) return `<${name}>`;
  const known = bindings.all(name);
  return known.length > 0 ? `(?:${known.map(escapeRegExp).join("|")})` : anyId(name, scenario, bindings);
}

/** `<KIND:config:*>`: every id of that kind and config. */
function anyId(name: string, scenario: string | undefined, bindings: Bindings): string {
  const [kind = "", config = ""] = name.split(":");
  if (kind === "CYCLE") return `CYCLE_[^/]+_${UUID}`;
  if (kind === "SCENARIO") return String.raw`SCENARIO_\w+_${UUID}`;
  if (kind === "JOB" && config === "created") return `JOB_${UUID}`;
  if (kind === "SEQUENCE") {
    const owner = placeholderPattern(scenario ?? "SCENARIO:*", undefined, bindings);
    return `SEQUENCE_${escapeRegExp(config.replaceAll(" ", "TPSPACE"))}_${owner}`;
  }
  return `${kind}_${escapeRegExp(config)}_${UUID}`;
}

function escapeRegExp(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`);
}
