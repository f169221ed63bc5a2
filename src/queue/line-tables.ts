import { type LineTable, readLineTable } from "../core/jobs/traces/line-table.ts";

export interface LineTablesDeps {
  /** Reads the table as `npm start` has it, which fits by itself. Another one replaces it when a save has moved lines. */
  readonly readLocal: (() => Promise<unknown>) | undefined;
  /** The build of this script; null = it was not made by the package's deploy command, so that no table can be known to fit. */
  readonly build: string | null;
  /** Reads the deployed table; null = there is none. */
  readonly fetchTable: () => Promise<unknown>;
}

// docs/decisions/096-traces-show-the-users-lines.md
/** Reads the line table once in an isolate, and under `npm start` each time, when a job has failed. It never rejects: without a table traces have no lines. */
export function createLineTables({ readLocal, build, fetchTable }: LineTablesDeps): () => Promise<LineTable | null> {
  let known: LineTable | null | undefined;
  return async () => {
    if (known !== undefined) return known;
    try {
      if (readLocal !== undefined) return readLineTable(await readLocal());
      known = await readDeployed();
    } catch {
      // The next failed job tries again.
      return null;
    }
    return known;
  };

  async function readDeployed(): Promise<LineTable | null> {
    if (build === null) return null;
    const table = readLineTable(await fetchTable());
    return table?.build === build ? table : null;
  }
}
