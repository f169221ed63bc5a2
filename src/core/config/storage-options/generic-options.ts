import type { DataNodeConfig } from "../app-types.ts";
import { type ConfigurationIssue, issuesOf } from "../check/issue.ts";

/** The last argument of a generic data node's functions, after those that `readFctArgs` or `writeFctArgs` list. */
export interface GenericContext {
  readonly dataNodeId: string;
  /** A binding, variable or secret of the Worker by name; undefined when there is none. */
  binding(name: string): unknown;
}

/** The functions of a generic data node; one of them is enough. Both may answer a promise. */
export interface GenericFunctions<Value> {
  // biome-ignore lint/suspicious/noExplicitAny: the arguments are those of the list that comes with the function.
  readonly readFct?: (...args: any[]) => Value | Promise<Value>;
  // biome-ignore lint/suspicious/noExplicitAny: as above, after the value.
  readonly writeFct?: (data: Value, ...args: any[]) => unknown;
}

/** {@link GenericFunctions} knows its type. */
const fct = { required: false, isFunction: true, defaultValue: undefined as unknown } as const;

const args = { required: false, defaultValue: undefined as readonly unknown[] | undefined } as const;

export const GENERIC_OPTIONS = {
  readFct: { ...fct, property: "read_fct" },
  writeFct: { ...fct, property: "write_fct" },
  /** What `readFct` is called with, before its {@link GenericContext}. */
  readFctArgs: { ...args, property: "read_fct_args" },
  /** What `writeFct` is called with between the value and its {@link GenericContext}. */
  writeFctArgs: { ...args, property: "write_fct_args" },
} as const;

const issues = issuesOf("DataNodeConfigChecker");

/** The rules of a generic data node that none of its options has alone. */
export function* checkGeneric(config: DataNodeConfig, owner: string): Generator<ConfigurationIssue> {
  const { storageType, properties, functions = {} } = config;
  if (storageType !== "generic") return;
  for (const property of ["read_fct_args", "write_fct_args"]) {
    const value = properties[property];
    if (value === undefined || value === null || Array.isArray(value)) continue;
    yield issues.error(property, value, `\`${property}\` of ${owner} must be a list.`);
  }
  if (config.id === "default" || functions.read_fct !== undefined || functions.write_fct !== undefined) return;
  const message = `Either \`read_fct\` or \`write_fct\` of ${owner} must be given.`;
  yield issues.error("read_fct, write_fct", undefined, message);
}
