import { type LineTable, readLineTable } from "../core/jobs/traces/line-table.ts";

export interface LineTablesDeps {
  /** The table as `npm start` gives it, which fits by itself. */
  readonly given: string | undefined;
  /** The build of this script; null = it was not made by the package's deploy command, so that no table can be known to fit. */
  readonly build: string | null;
  /** Reads the deployed table; null = there is none. */
  readonly fetchTable: () => Promise<unknown>;
}

// docs/decisions/096-traces-show-the-users-lines.md
/** Reads the line table once in an isolate, when a job has failed. It never rejects: without a table traces have no lines. */
export function createLineTables({ given, build, fetchTable }: LineTablesDeps): () => Promise<LineTable | null> {
  let known: LineTable | null | undefined;
  return async () => {
    if (known !== undefined) return known;
    try {
      known = await read();
    } catch {
      // The next failed job tries again.
      return null;
    }
    return known;
  };

  async function read(): Promise<LineTable | null> {
    if (given !== undefined) return readLineTable(JSON.parse(given));
    if (build === null) return null;
    const table = readLineTable(await fetchTable());
    return table?.build === build ? table : null;
  }
}
