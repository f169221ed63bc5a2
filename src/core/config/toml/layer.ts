/** One key of a section: a value that TOML or code gives it. */
export interface Entry {
  readonly value: unknown;
  /** A TOML text gave it: its strings have type suffixes. */
  readonly isWritten: boolean;
}

/** By key. */
export type Section = ReadonlyMap<string, Entry>;

/** Sections by name (`TAIPY`, `JOB`, `CORE`, `DATA_NODE.orders`, …): what the code says, or a file. */
export type Layer = ReadonlyMap<string, Section>;

/** Kinds of sections that hold many configs. */
export const CONFIG_KINDS = ["DATA_NODE", "TASK", "SCENARIO"] as const;
export type ConfigKind = (typeof CONFIG_KINDS)[number];

/** All layers as one: a later one wins, key by key. A key that it does not have stays as it is. */
export function mergeLayers(layers: readonly Layer[]): Layer {
  const merged = new Map<string, Section>();
  for (const [name, section] of layers.flatMap((layer) => [...layer])) {
    merged.set(name, new Map([...(merged.get(name) ?? []), ...section]));
  }
  return merged;
}

/** The configs of a kind by id, in their order. */
export function configSections(layer: Layer, kind: ConfigKind): ReadonlyMap<string, Section> {
  const prefix = `${kind}.`;
  const own = [...layer].filter(([name]) => name.startsWith(prefix));
  return new Map(own.map(([name, section]) => [name.slice(prefix.length), section]));
}
