import { describe, expect, it } from "vitest";
import { OPERATIONS } from "../../../src/core-api/calls/operations.ts";
import type { CoreDeps } from "../../../src/core-api/core-deps.ts";
import { createCore } from "../../../src/core-api/create-core.ts";
import { routes } from "../../../src/http/routes.ts";
import { textOf } from "../../docs/pages.ts";

/** Taipy's REST service has no such operations. */
const OF_CODE_ALONE = ["compareScenarios", "setPrimary", "tagScenario", "untagScenario"];

const verbs = Object.keys(createCore({} as CoreDeps, {}, "CODE"));

describe("the operations of code", () => {
  it("need the roles of the routes with the same id, and only a few have no route", () => {
    const roles = new Map(routes.map(({ id, role }) => [id, role]));
    const other = Object.entries(OPERATIONS).filter(([id, role]) => roles.get(id) !== role);
    expect(other.map(([id]) => id).sort()).toEqual(OF_CODE_ALONE);
  });
});

describe("the page about Taipy Core in code", () => {
  const page = textOf("docs/core-api.md");
  const rows = page.split("\n").filter((line) => line.startsWith("| `"));

  it("has a row for each verb", () => {
    const named = new Set(rows.flatMap((row) => [...row.matchAll(/`(?:core\.)?(\w+)\(/g)].map(([, name]) => name)));
    expect(verbs.filter((verb) => !named.has(verb))).toEqual([]);
  });

  it("says of each function of taipy.core what it is called here, or why there is none", () => {
    const first = new Set(
      rows.flatMap((row) => [...(row.split("|")[1] ?? "").matchAll(/`(\w+)`/g)].map(([, name]) => name)),
    );
    expect(TAIPYS.filter((name) => !first.has(name))).toEqual([]);
  });
});

/** The functions of `taipy.core` 4.1 (taipy/core/taipy.py). */
const TAIPYS = [
  "set",
  "is_submittable",
  "is_editable",
  "is_readable",
  "submit",
  "exists",
  "get",
  "get_tasks",
  "is_deletable",
  "delete",
  "get_scenarios",
  "get_primary",
  "get_primary_scenarios",
  "is_promotable",
  "set_primary",
  "tag",
  "untag",
  "compare_scenarios",
  "subscribe_scenario",
  "unsubscribe_scenario",
  "subscribe_sequence",
  "unsubscribe_sequence",
  "get_sequences",
  "get_jobs",
  "get_submissions",
  "delete_job",
  "delete_jobs",
  "cancel_job",
  "get_latest_job",
  "get_latest_submission",
  "get_data_nodes",
  "get_cycles",
  "can_create",
  "create_scenario",
  "create_global_data_node",
];
