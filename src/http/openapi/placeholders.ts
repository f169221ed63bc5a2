/** What the written document holds in the place of what only a request tells. No plain text of YAML begins with `@`. */
export const PLACEHOLDERS = { version: "@version", serverUrl: "@serverUrl" } as const;

export type Told = Readonly<Record<keyof typeof PLACEHOLDERS, string>>;

const QUOTED = /"@(version|serverUrl)"/g;

/** Texts of JSON are texts of YAML as well, so both forms are filled in alike. */
export const filledIn = (written: string, told: Told): string =>
  written.replace(QUOTED, (_, name: keyof Told) => JSON.stringify(told[name]));
