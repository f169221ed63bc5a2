import type { Properties } from "../../entities/fields.ts";
import { type ConfigurationIssue, issuesOf } from "../check/issue.ts";
import type { FunctionNames } from "../function-names.ts";
import { type Environment, templateOf } from "../settings/env-template.ts";
import { isSecret } from "../storage-options/secret-properties.ts";
import { type Decoding, decodeValue, PendingTemplate, ValueError } from "./decode-value.ts";
import type { Entry, Section } from "./layer.ts";

const issues = issuesOf("TomlChecker");

/** What all sections of one configuration are read with, and what reading them has found. */
export interface Reading {
  readonly functions: FunctionNames;
  /** null while none is known: what depends on it is left at its default. */
  readonly environment: Environment | null;
  readonly issues: ConfigurationIssue[];
  /** `section.key` whose value could not be read, or not yet: nothing else is to be said about it. */
  readonly unread: Set<string>;
  /** `section.key` → the value as it was written: what an export shows. */
  readonly written: Map<string, unknown>;
  /** A default's wrong value is reported once, and not for everyone who inherits it. */
  readonly reported: Set<Entry>;
}

export function createReading(functions: FunctionNames, environment: Environment | null): Reading {
  return { functions, environment, issues: [], unread: new Set(), written: new Map(), reported: new Set() };
}

/** Reads one section key by key; what nobody has taken in the end are free keys. */
export interface SectionReader {
  readonly name: string;
  has(key: string): boolean;
  /** As the code or the file has it. */
  raw(key: string): Entry | undefined;
  /** The key's value with templates and functions resolved; undefined when it is not there or can't be read. */
  take(key: string): unknown;
  /** As `take`, but the key stays among those that were not taken. */
  resolve(key: string): unknown;
  /** The keys that were not taken, as data: templates, and references to functions, stay texts. */
  rest(): Properties;
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
      else if (isSecret(key)) report(key, undefined, `\`${key}\` can't be read.`);
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

/** In code, a template is the whole value: other texts of the code mean what they say. */
const isTemplate = (value: unknown): boolean => typeof value === "string" && templateOf(value) !== null;
