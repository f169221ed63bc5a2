import { JOB_STATUSES, STATUSES, type StatusRow } from "../../../src/core/jobs/statuses.ts";

const HEAD = "| status | what it says | final | under way | holds its outputs | waits | timer | may become |";

/** The table of job statuses as ARCHITECTURE.md shows it. */
export const statusTable = (): string =>
  [
    HEAD,
    `|${HEAD.split("|").slice(1, -1).fill("---").join("|")}|`,
    ...JOB_STATUSES.map((status) => {
      const row: StatusRow = STATUSES[status];
      const facts = [row.isFinal, row.isUnderWay, row.holdsLocks, row.waits, row.hasTimer];
      const cells = [status, row.description, ...facts.map((is) => (is ? "yes" : "")), row.becomes.join(", ")];
      return `| ${cells.join(" | ")} |`.replaceAll("|  |", "| |").replaceAll("|  |", "| |");
    }),
  ].join("\n");
