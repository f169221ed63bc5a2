import * as z from "zod";
import { listOrphans } from "../../../usecases/list-orphans.ts";
import { flag, text, wholeNumber } from "../../input/query.ts";
import { json } from "../../output/answers.ts";
import { linkTo } from "../../output/list.ts";
import { action } from "../../pipeline/action.ts";

/** Each is a row that D1 reads. */
const MAX_LIMIT = 10_000;
const DEFAULT_LIMIT = 2_000;

/** Entities whose configuration is gone. */
export const listOrphansAction = action({
  query: () =>
    z.object({
      limit: wholeNumber(1, MAX_LIMIT).describe("How many entities of each kind are looked at. Default: 2000."),
      cursor: text().describe("Where the page begins: `Link` of the page before has it."),
      all: flag().describe("Also those that have a configuration, to compare with one that is not deployed."),
    }),
  answer: { kind: "orphans" },
  description:
    "Scenarios, tasks and data nodes of all versions, counted by configuration and version. One page of them at a time: a page without orphans may have a next one, and one configuration may stand on several pages.",
  errors: [],
  handle: async ({ deps, url }, { limit = DEFAULT_LIMIT, cursor = null, all = false }) => {
    const found = await listOrphans(deps, { cursor, limit, all });
    const headers =
      found.cursor === null ? {} : { Link: `<${linkTo(url, { limit, cursor: found.cursor })}>; rel="next"` };
    return json(found.uses, { headers });
  },
});
