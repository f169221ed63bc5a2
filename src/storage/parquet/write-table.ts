import { TaipyError } from "../../core/errors.ts";
import { cut } from "../../core/listed.ts";
import type { Budget } from "../../core/values/budget.ts";
import type { Table } from "../table/tabular-value.ts";
import { columnOf } from "./column.ts";
import type { compressionOf } from "./compression.ts";
import { chargeContents } from "./decode/cell-contents.ts";

/**
 * A Parquet file of a table.
 * @throws TaipyError `invalid_value` for values that Parquet cannot hold, `value_too_large`
 */
export async function writeParquet(
  { columns, rows }: Table,
  compression: Awaited<ReturnType<typeof compressionOf>>,
  budget: Pick<Budget, "charge">,
): Promise<Uint8Array> {
  const written = columns.map((name, column) => ({
    name,
    ...columnOf(
      name,
      rows.map((cells) => cells[column]),
    ),
  }));
  if (!columns.every((name) => name.isWellFormed())) {
    throw new TaipyError("invalid_value", "A column has a name that UTF-8 cannot hold.");
  }
  // After columnOf, which refuses cells that are nested too deeply.
  for (const { name, cells } of written) {
    for (const cell of cells) chargeContents(cell, budget, `column "${cut(name)}"`);
  }
  const { parquetWriteBuffer } = await import("./parquet-library.ts");
  const buffer = parquetWriteBuffer({
    ...compression,
    schema: [{ name: "root", num_children: columns.length }, ...written.flatMap(({ schema }) => schema)],
    columnData: written.map(({ name, cells }) => ({ name, data: cells, ...encodingOf(cells) })),
    createdBy: "taipy-edge",
  });
  return new Uint8Array(buffer);
}

/** The library uses a dictionary by default, which takes -0 for 0. */
const encodingOf = (cells: readonly unknown[]) =>
  cells.some((cell) => Object.is(cell, -0)) ? ({ encoding: "PLAIN" } as const) : {};
