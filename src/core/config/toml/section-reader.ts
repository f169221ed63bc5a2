import type { Properties } from "../../entities/fields.ts";
import { type ConfigurationIssue, issuesOf } from "../check/issue.ts";
import type { FunctionNames } from "../function-names.ts";
import { isSecretName } from "../secrets/secret-names.ts";
import { type Environment, templateOf } from "../settings/env-template.ts";
import { type Decoding, decodeValue, PendingTemplate, ValueError } from "./decode-value.ts";
import type { Entry, Section } from "./layer.ts";

const issues = issuesOf("TomlChecker");

/** The inputs and the results of reading all sections of one configuration. */
export interface Reading {
  readonly functions: FunctionNames;
  /** null = not known yet: values that depend on it keep their defaults. */
  readonly environment: Environment | null;
  readonly issues: ConfigurationIssue[];
  /** `section.key` of each value that could not be read, or not yet. The checks must not report it a second time. */
  readonly unread: Set<string>;
  /** `section.key` → the value as it is written in the file or the code, for the export. */
  readonly written: Map<string, unknown>;
  /** Entries with a wrong value that was reported: one of a `default` section is not reported again for each config that inherits it. */
  readonly reported: Set<Entry>;
}

export function createReading(functions: FunctionNames, environment: Environment | null): Reading {
  return { functions, environment, issues: [], unread: new Set(), written: new Map(), reported: new Set() };
}

/** Reads one section key by key. The keys that are left at the end are free keys. */
export interface SectionReader {
  readonly name: string;
  has(key: string): boolean;
  /** The entry as it is in the code or the file. */
  raw(key: string): Entry | undefined;
  /** Removes the key and returns its value, with templates and functions resolved; undefined = missing, or not readable. */
  take(key: string): unknown;
  /** As `take`, but does not remove the key. */
  resolve(key: string): unknown;
  /** The keys that are left, as data: templates and references to functions stay texts. */
  rest(): Properties;
  /** Adds an error about a field of this section. */
  report(field: string, value: unknown, message: string): void;
}

export function readSection(reading: Reading, name: string, section: Section): SectionReader {
  const left = new Map(section);
  const pathOf = (key: string) => `${name}.${key}`;

  function report(field: string, value: unknown, message: string): void {
    reading.unread.add(pathOf(field));
    reading.issues.push({ ...issues.error(field, value, message), section: name });
  }

  function decode(key: string, entry: Entry, decoding: Decoding): unknown {
    if (!entry.isWritten && !isTemplate(entry.value)) return entry.value;
    reading.written.set(pathOf(key), entry.value);
    try {
      return decodeValue(entry.value, decoding);
    } catch (error) {
      if (error instanceof PendingTemplate) reading.unread.add(pathOf(key));
      else if (!(error instanceof ValueError)) throw error;
      else if (reading.reported.has(entry)) reading.unread.add(pathOf(key));
      else if (isSecretName(key)) report(key, undefined, `\`${key}\` can't be read.`);
      else report(key, entry.value, `\`${key}\` can't be read. ${error.message}`);
      reading.reported.add(entry);
      return undefined;
    }
  }

  function resolve(key: string): unknown {
    const entry = left.get(key);
    const { functions, environment } = reading;
    return entry === undefined ? undefined : decode(key, entry, { templates: "resolve", functions, environment });
  }

  return {
    name,
    report,
    has: (key) => section.has(key),
    raw: (key) => section.get(key),
    take(key) {
      const value = resolve(key);
      left.delete(key);
      return value;
    },
    resolve,
    rest() {
      const decoding: Decoding = { templates: "keep", functions: null, environment: null };
      const values = [...left].map(([key, entry]) => [key, decode(key, entry, decoding)] as const);
      return Object.fromEntries(values.filter(([, value]) => value !== undefined));
    },
  };
}

/** In code only a whole text can be a template. Other texts have no type suffixes there. */
const isTemplate = (value: unknown): boolean => typeof value === "string" && templateOf(value) !== null;
