import { TimeOfDay } from "../../../core/values/exact/time-of-day.ts";
import { Duration } from "../../../core/values/exact/time-span.ts";
import type { CellKind } from "../../../core/values/exact/typed-cell.ts";
import { typedCell } from "../../../core/values/exact/typed-cell.ts";

/** What the cells of a column are. */
export class ColumnKinds {
  #kind: CellKind | null = null;
  /** Its cells are of one kind, which JSON has as text. */
  #isOne = true;

  see(cell: unknown): void {
    const kind = kindOf(cell);
    this.#isOne &&= kind !== null && (this.#kind === null || this.#kind === kind);
    this.#kind = kind;
  }

  /** A text that stands for a date, a time of day or a duration as that, in a column of them; any other cell as it is. */
  typed(cell: unknown): unknown {
    if (typeof cell !== "string" || !this.#isOne || this.#kind === null) return cell;
    return typedCell(cell, this.#kind) ?? cell;
  }
}

function kindOf(cell: unknown): CellKind | null {
  if (cell instanceof Date) return "timestamp";
  if (cell instanceof TimeOfDay) return "time";
  return cell instanceof Duration ? "duration" : null;
}
