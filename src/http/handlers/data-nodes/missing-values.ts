import * as z from "zod";
import { listMissingValues } from "../../../usecases/data-nodes/list-missing-values.ts";
import { text, wholeNumber } from "../../input/query.ts";
import { json } from "../../output/answers.ts";
import { linkTo } from "../../output/list.ts";
import { action } from "../../pipeline/action.ts";

/** Each of them is a call of KV or R2, of which a request may make 1,000. */
const MAX_LIMIT = 500;
const DEFAULT_LIMIT = 100;

/** Data nodes whose newest values are not in KV or R2 any more. */
export const listMissingValuesAction = action({
  query: () =>
    z.object({
      limit: wholeNumber(1, MAX_LIMIT).describe("How many data nodes are looked at. Default: 100."),
      cursor: text().describe("Where the page begins: `Link` of the page before has it."),
    }),
  answer: { kind: "missingValues" },
  description:
    "For an operator who has restored the database to an earlier time. One page of data nodes of all versions at a time; a page without missing values may have a next one.",
  errors: ["payload_missing"],
  handle: async ({ deps, url }, { limit = DEFAULT_LIMIT, cursor = null }) => {
    const { missing, next } = await listMissingValues(deps, cursor, limit);
    const headers = next === null ? {} : { Link: `<${linkTo(url, { limit, cursor: next })}>; rel="next"` };
    return json(missing, { headers });
  },
});
