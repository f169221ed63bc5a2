/** The value of one key of a section, from a file or from the code. */
export interface Entry {
  readonly value: unknown;
  /** Whether it comes from a TOML text, whose strings may have type suffixes. */
  readonly isWritten: boolean;
}

/** Key → entry. */
export type Section = ReadonlyMap<string, Entry>;

/** The configuration of the code or of one file: name of a section (`TAIPY`, `JOB`, `CORE`, `DATA_NODE.orders`, …) → section. */
export type Layer = ReadonlyMap<string, Section>;

/** The kinds of sections of which there is one for each config. */
export const CONFIG_KINDS = ["DATA_NODE", "TASK", "SCENARIO"] as const;
export type ConfigKind = (typeof CONFIG_KINDS)[number];

/**
 * All layers as one. A later layer overrides the earlier ones, key by key.
 * @param keeps whether the entry below stays although there is another one above
 */
export function mergeLayers(
  layers: readonly Layer[],
  keeps: (key: string, below: Entry, above: Entry) => boolean,
): Layer {
  const merged = new Map<string, Section>();
  for (const [name, section] of layers.flatMap((layer) => [...layer])) {
    const below = merged.get(name) ?? new Map<string, Entry>();
    const above = [...section].filter(([key, entry]) => {
      const found = below.get(key);
      return found === undefined || !keeps(key, found, entry);
    });
    merged.set(name, new Map([...below, ...above]));
  }
  return merged;
}

/** Config id → section, for the configs of a kind, in their order. */
export function configSections(layer: Layer, kind: ConfigKind): ReadonlyMap<string, Section> {
  const prefix = `${kind}.`;
  const own = [...layer].filter(([name]) => name.startsWith(prefix));
  return new Map(own.map(([name, section]) => [name.slice(prefix.length), section]));
}
