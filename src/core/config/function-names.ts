// biome-ignore lint/suspicious/noExplicitAny: functions of any signature are kept; the storage type that calls one checks its result.
export type AnyFunction = (...values: any[]) => unknown;

/** Module → name → function or class. A TOML text refers to one as `"module.name:function"` or `"module.name:class"`. */
export type FunctionModules = Readonly<Record<string, Readonly<Record<string, AnyFunction | AnyClass>>>>;

// biome-ignore lint/suspicious/noExplicitAny: classes of any constructor are kept.
type AnyClass = abstract new (...values: any[]) => object;

export type Found = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly message: string };

export interface FunctionNames {
  /**
   * @param reference without the suffix
   * @returns for a class of Taipy itself `undefined`: the service does the same by default
   */
  find(reference: string): Found;
  /** `"module.name:function"`, or `:class`. */
  write(target: object): string;
}

/** The module of functions that are used in the code and listed in no module. */
const CODE_MODULE = "app";
const TAIPY_CLASS = /^taipy\./;

/**
 * Names the functions of an application: `<module>.<name>` for those in its modules, `app.<name>` for those that only its code
 * uses. `find` knows both, so an exported configuration can be loaded beside the code that it was exported from.
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
      if (TAIPY_CLASS.test(reference)) return { ok: true, value: undefined };
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
