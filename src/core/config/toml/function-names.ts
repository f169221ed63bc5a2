import type { AnyFunction } from "../app-types.ts";

/** Module → name → function or class: what `"module.name:function"` of a TOML text stands for. */
export type FunctionModules = Readonly<Record<string, Readonly<Record<string, AnyFunction | AnyClass>>>>;

// biome-ignore lint/suspicious/noExplicitAny: classes of any kind are kept here.
type AnyClass = abstract new (...values: any[]) => object;

export type Found = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly message: string };

export interface FunctionNames {
  /** By its reference without the suffix. A class of Taipy itself is undefined: what it does is the default here. */
  find(reference: string): Found;
  /** `"module.name:function"`, or `:class`. */
  write(target: object): string;
}

/** The module of functions that only the code names. */
const CODE_MODULE = "app";
const TAIPYS_OWN = /^taipy\./;

/**
 * Names of an application's functions: those of its modules, and for those that only its code uses `app.<name>`. The second
 * ones can be found, too, so that an export can be loaded beside the code that it came from.
 */
export function functionNames(modules: FunctionModules, inCode: Iterable<object>): FunctionNames {
  const names = new Map<object, string>();
  const byName = new Map<string, object>();
  const add = (name: string, target: object) => {
    if (!names.has(target)) names.set(target, name);
    if (!byName.has(name)) byName.set(name, target);
  };
  for (const [module, members] of Object.entries(modules)) {
    for (const [name, target] of Object.entries(members)) add(`${module}.${name}`, target);
  }
  for (const target of inCode) {
    if (names.has(target)) continue;
    const base = `${CODE_MODULE}.${nameOf(target)}`;
    let name = base;
    for (let number = 2; byName.has(name); number++) name = `${base}_${number}`;
    add(name, target);
  }
  return {
    find(reference) {
      const value = byName.get(reference);
      if (typeof value === "function") return { ok: true, value };
      if (TAIPYS_OWN.test(reference)) return { ok: true, value: undefined };
      return { ok: false, message: missing(reference, modules) };
    },
    write: (target) =>
      `${names.get(target) ?? `${CODE_MODULE}.${nameOf(target)}`}:${isClass(target) ? "class" : "function"}`,
  };
}

const nameOf = (target: object): string => ("name" in target && String(target.name)) || "anonymous";

const isClass = (target: object): boolean => /^class\b/.test(Function.prototype.toString.call(target));

function missing(reference: string, modules: FunctionModules): string {
  const dot = reference.lastIndexOf(".");
  const [module, name] = [reference.slice(0, Math.max(dot, 0)), reference.slice(dot + 1)];
  const members = Object.hasOwn(modules, module) ? Object.keys(modules[module] ?? {}) : null;
  const advice =
    members === null
      ? `add functions: { "${module}": { ${name} } } to the options of defineApp`
      : `functions["${module}"] has ${members.length === 0 ? "nothing" : members.join(", ")}`;
  return `There is no function "${reference}": ${advice}.`;
}
