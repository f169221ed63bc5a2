import * as z from "zod";
import type { EntityKind } from "../../../core/entities/kinds.ts";
import { lazySchema } from "../../../core/lazy-schema.ts";
import { existing } from "../../../core/missing.ts";
import type { Page, PageQuery } from "../../../core/ports/entity-reader.ts";
import { flag, Paging, text } from "../../input/query.ts";
import { entityAnswer, message } from "../../output/answers.ts";
import { ENTITY_NAMES } from "../../output/entity-names.ts";
import { listAnswer } from "../../output/list.ts";
import { viewed } from "../../output/view.ts";
import { type Action, action } from "../../pipeline/action.ts";

const VersionPaging = lazySchema(() =>
  z.object({
    ...Paging().shape,
    version: text().describe("The version whose entities are listed, or `all`. Default: the configured one."),
  }),
);
const SubmissionPaging = lazySchema(() =>
  z.object({
    ...VersionPaging().shape,
    entity_id: text().describe("Only submissions of this scenario, sequence or task."),
  }),
);
/** Each kind has its own parameters. */
const queryOf = (kind: EntityKind) =>
  (kind === "cycle" ? Paging : kind === "submission" ? SubmissionPaging : VersionPaging) as typeof SubmissionPaging;

/** The list of a kind of entity. */
export function listAction(kind: EntityKind): Action {
  return action({
    query: queryOf(kind),
    answer: { kind: "list", of: kind },
    description:
      "The whole list, in the order of the ids; one page of it with `limit` or `cursor`, or with `page` or `per_page`.",
    errors: kind === "cycle" ? [] : ["version_not_found"],
    handle: async (call, { entity_id, version, ...paging }) => {
      const { entityReader, versions } = call.deps;
      const only = {
        ...(entity_id === undefined ? {} : { entity_id }),
        ...(version === undefined ? {} : { version: await versions.resolve(version) }),
      };
      const page = async (range: Pick<PageQuery, "after" | "limit" | "skip">): Promise<Page> => {
        const { text, ...rest } = await entityReader.page(kind, { ...range, ...only });
        return { text: viewed(call.view, kind, text), ...rest };
      };
      return listAnswer(call, kind, paging, {
        page: (after, limit) => page({ after, limit }),
        pageBehind: (skip, limit) => page({ after: null, limit, skip }),
      });
    },
  });
}

/** One entity by its id. */
export function readAction(kind: EntityKind): Action {
  return action({
    answer: { kind: "entity", of: kind },
    errors: [ENTITY_NAMES[kind].missing],
    handle: async ({ deps, request, id, view }) => {
      const entity = existing(kind, id, await deps.entityReader.get(kind, id));
      return entityAnswer(request, kind, viewed(view, kind, entity));
    },
  });
}

/** Deletes the record alone, or with `cascade` everything that it owns. */
export function removeAction(kind: "cycle" | "scenario" | "sequence" | "task"): Action {
  return action({
    query: () =>
      z.object({
        cascade: flag().describe("Also delete everything that it owns, its jobs and its submissions."),
        force: flag().describe("With `cascade`: cancel jobs that have not finished."),
      }),
    answer: { kind: "message" },
    errors: [
      ENTITY_NAMES[kind].missing,
      ...(kind === "scenario" ? (["primary_scenario"] as const) : []),
      "jobs_unfinished",
      "cascade_too_large",
    ],
    handle: async ({ deps, id }, { cascade = false, force = false }) => {
      if (cascade) await deps.entityWriter.deleteCascade(kind, id, force);
      else await deps.entityWriter.deleteEntity(kind, id);
      return message(deletedText(kind, id));
    },
  });
}

export const deletedText = (kind: EntityKind, id: string): string => `${ENTITY_NAMES[kind].noun} ${id} was deleted.`;
