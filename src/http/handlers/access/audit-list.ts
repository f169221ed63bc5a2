import * as z from "zod";
import { lazySchema } from "../../../core/lazy-schema.ts";
import { Paging, text, timestamp } from "../../input/query.ts";
import { listAnswer } from "../../output/list.ts";
import { action } from "../../pipeline/action.ts";

/** A date or a date-time with or without an offset. */
const time = () => timestamp("a date or a time such as 2026-11-23T06:00:00");

const AuditFilter = lazySchema(() =>
  z.object({
    ...Paging().shape,
    actor: text().describe("Only what the caller with this id did."),
    entity_id: text().describe("Only what was done to this entity."),
    operation: text().describe("Only this operation, by its id in the OpenAPI document."),
    since: time().describe("Only from this time on (ISO 8601)."),
    until: time().describe("Only before this time (ISO 8601)."),
  }),
);

/** Every change and every refusal, newest first. */
export const listAuditAction = action({
  query: AuditFilter,
  answer: { kind: "audit" },
  handle: async (call, { limit, cursor, page, per_page, ...filter }) =>
    listAnswer(
      call,
      "audit",
      { limit, cursor, page, per_page },
      { page: (after, size) => call.deps.audit.page({ ...filter, after, limit: size }) },
    ),
});
