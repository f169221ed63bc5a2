import { type Checked, functionOption, type Problem, secret } from "./option.ts";

/** The last argument of a generic data node's functions, after those that `readFctArgs` or `writeFctArgs` list. */
export interface GenericContext {
  readonly dataNodeId: string;
  /** A binding, variable or secret of the Worker by name; undefined when there is none. The service's own are refused. */
  binding(name: string): unknown;
}

/** The functions of a generic data node; one of them is enough. Both may answer a promise. */
export interface GenericFunctions<Value> {
  // biome-ignore lint/suspicious/noExplicitAny: the arguments are those of the list that comes with the function.
  readonly readFct?: (...args: any[]) => Value | Promise<Value>;
  // biome-ignore lint/suspicious/noExplicitAny: as above, after the value.
  readonly writeFct?: (data: Value, ...args: any[]) => unknown;
}

/** {@link GenericFunctions} has the types of the functions. */
export const GENERIC_OPTIONS = {
  readFct: functionOption<unknown, false>("read_fct", false),
  writeFct: functionOption<unknown, false>("write_fct", false),
  /** What `readFct` is called with, before its {@link GenericContext}. They have no names: any may be a secret. */
  readFctArgs: secret<readonly unknown[]>("read_fct_args"),
  /** What `writeFct` is called with between the value and its {@link GenericContext}. */
  writeFctArgs: secret<readonly unknown[]>("write_fct_args"),
} as const;

/** The rules of a generic data node that none of its options has alone. */
export function* checkGeneric({ id, properties, functions = {} }: Checked, owner: string): Generator<Problem> {
  for (const property of ["read_fct_args", "write_fct_args"]) {
    const value = properties[property];
    if (value === undefined || value === null || Array.isArray(value)) continue;
    yield { property, value, message: `\`${property}\` of ${owner} must be a list.` };
  }
  if (id === "default" || functions.read_fct !== undefined || functions.write_fct !== undefined) return;
  const message = `Either \`read_fct\` or \`write_fct\` of ${owner} must be given.`;
  yield { property: "read_fct, write_fct", value: undefined, message };
}
