// docs/decisions/036-the-openapi-document-is-written-ahead.md
/** What the written document holds instead of what depends on the request. No plain text of YAML begins with `@`. */
export const PLACEHOLDERS = { version: "@version", serverUrl: "@serverUrl" } as const;

type Name = keyof typeof PLACEHOLDERS;

const QUOTED = /"@(version|serverUrl)"/g;

/** Texts of JSON are texts of YAML as well, so both forms are filled in alike. */
export const filledIn = (written: string, values: Readonly<Record<Name, string>>): string =>
  written.replace(QUOTED, (_, name: Name) => JSON.stringify(values[name]));
