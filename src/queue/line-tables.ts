import { createBuildFile } from "../core/config/build-file.ts";
import { type LineTable, readLineTable } from "../core/jobs/traces/line-table.ts";

export interface LineTablesDeps {
  /** Reads the table of `npm start`. */
  readonly readLocal: (() => Promise<unknown>) | undefined;
  /** The build of this script. */
  readonly build: string | null;
  /** Reads the deployed table; null = there is none. */
  readonly fetchTable: () => Promise<unknown>;
}

// docs/decisions/096-traces-show-the-users-lines.md
/** Reads the line table when a job has failed. It never rejects: without a table traces have no lines. */
export const createLineTables = ({ readLocal, build, fetchTable }: LineTablesDeps): (() => Promise<LineTable | null>) =>
  createBuildFile({ readLocal, build, fetchDeployed: fetchTable, parse: readLineTable });
