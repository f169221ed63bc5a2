import { TaipyError } from "../../../core/errors.ts";
import { isMapping } from "../../../core/field-errors.ts";
import type { Table } from "../../table/tabular-value.ts";
import { groupsOf, namesOf, type ParquetFile, readGroupPart } from "../read-table.ts";
import type { Stored } from "../types/leaf-type.ts";
import type { LeafNode, Node } from "../types/tree.ts";

/** Whether a file has exactly the cells of a table, so that writing it again would change nothing. @throws TaipyError `value_too_large` */
export async function isSameTable(file: ParquetFile, { columns, rows }: Table): Promise<boolean> {
  const names = namesOf(file.columns);
  if (file.rowCount !== rows.length || names.length !== columns.length) return false;
  if (names.some((name, index) => name !== columns[index])) return false;
  try {
    for (const group of groupsOf(file, { start: 0, end: file.rowCount })) {
      const read = await readGroupPart(file, file.columns, group);
      const isSame = file.columns.every((node, column) => {
        const cells = read.cells[column] ?? [];
        return cells.every((cell, row) => isSameCell(node, rows[group.start + row]?.[column], cell));
      });
      read.forget();
      if (!isSame) return false;
    }
    return true;
  } catch (error) {
    // A damaged file is replaced.
    if (error instanceof TaipyError && error.code !== "value_too_large") return false;
    throw error;
  }
}

/** Nothing, or a number that JSON has no form for: a read answers null for each of them. */
const isMissing = (cell: unknown): boolean =>
  cell === null || cell === undefined || (typeof cell === "number" && !Number.isFinite(cell));

/** @param stored as it was read; the other one may have any form that the column takes */
function isSameCell(node: Node, cell: unknown, stored: unknown): boolean {
  if (isMissing(cell) || isMissing(stored)) return isMissing(cell) && isMissing(stored);
  return node.tree.element.repetition_type === "REPEATED"
    ? isSameList(cell, stored, (item, other) => isSameContent(node, item, other))
    : isSameContent(node, cell, stored);
}

function isSameContent(node: Node, cell: unknown, stored: unknown): boolean {
  const { form } = node;
  switch (form.kind) {
    case "leaf":
      return isSameStored(form.type as LeafNode["form"]["type"], cell, stored);
    case "inner":
      return isSameCell(form.inner, cell, stored);
    case "struct":
      return isSameObject(cell, stored, (name) => form.members.find((member) => member.name === name));
    case "map":
      return isSameObject(cell, stored, () => form.value);
  }
}

function isSameStored({ write }: LeafNode["form"]["type"], cell: unknown, stored: unknown): boolean {
  const [one, other] = [write(cell), write(stored)];
  if (one instanceof Uint8Array && other instanceof Uint8Array) return isSameList([...one], [...other], Object.is);
  return one !== undefined && Object.is(one satisfies Stored, other);
}

function isSameList(cell: unknown, stored: unknown, isSame: (item: unknown, other: unknown) => boolean): boolean {
  if (!Array.isArray(cell) || !Array.isArray(stored) || cell.length !== stored.length) return false;
  return cell.every((item, index) => isSame(item, stored[index]));
}

function isSameObject(cell: unknown, stored: unknown, memberOf: (name: string) => Node | undefined): boolean {
  if (!isMapping(cell) || !isMapping(stored)) return false;
  const names = Object.keys(stored);
  return (
    names.length === Object.keys(cell).length &&
    names.every((name) => {
      const member = memberOf(name);
      return member !== undefined && Object.hasOwn(cell, name) && isSameCell(member, cell[name], stored[name]);
    })
  );
}
