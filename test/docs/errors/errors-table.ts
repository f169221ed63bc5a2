import { ERROR_CODES, retryableOf } from "../../../src/core/errors.ts";
import { problemOf } from "../../../src/http/pipeline/problems.ts";
import { ADVICE } from "./advice.ts";

/** The table of codes as docs/errors.md shows it. */
export const errorsTable = (): string =>
  [
    "| code | status | retryable | title | what to do |",
    "|---|---|---|---|---|",
    ...ERROR_CODES.map((code) => {
      const { status, title } = problemOf(code);
      return `| <a id="${code}"></a>\`${code}\` | ${status} | ${retryableOf(code)} | ${title} | ${ADVICE[code]} |`;
    }),
    "",
  ].join("\n");
