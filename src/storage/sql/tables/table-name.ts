import { TaipyError } from "../../../core/errors.ts";

const PART = /"(?:[^"]|"")+"(?=\.|$)|[^.]+/y;

/**
 * The parts of a table's name: `sales`, `shop.sales`, or with quotes around a part that has a dot: `"2026.sales"`.
 * @throws TaipyError `storage_misconfigured` for a name of another form
 */
export function tableNameParts(name: string): string[] {
  const parts: string[] = [];
  for (let at = 0; ; at = PART.lastIndex + 1) {
    PART.lastIndex = at;
    const [part] = PART.exec(name) ?? [];
    if (part === undefined) break;
    parts.push(/^".+"$/s.test(part) ? part.slice(1, -1).replaceAll('""', '"') : part);
    if (PART.lastIndex === name.length) return parts;
    if (name[PART.lastIndex] !== ".") break;
  }
  const message = `"${name}" is no name of a table. It may be sales, shop.sales or, with a dot in it, ""2026.sales"".`;
  throw new TaipyError("storage_misconfigured", message);
}
