import { describe, expect, it } from "vitest";
import {
  EMPTY_DELETION,
  type OwnedEntity,
  planDeletion,
  purgesOf,
  type ScenarioToDelete,
  submittedEntities,
} from "../../../src/core/planning/deletion-plan.ts";

const owned = (id: string, owner_id: string | null, domain = "D"): OwnedEntity => ({ id, owner_id, domain });

const scenario = (id: string, domain = id): ScenarioToDelete => ({
  id,
  config_id: "s",
  domain,
  cycle: "CYCLE_1",
  is_primary: true,
  has_cycle: true,
  is_blocked: false,
});

const belongings = {
  scenarios: [scenario("SCENARIO_1")],
  sequences: [{ scenario_id: "SCENARIO_1", name: "all", domain: "SCENARIO_1" }],
  tasks: [owned("TASK_own", "SCENARIO_1"), owned("TASK_cycle", "CYCLE_1"), owned("TASK_global", null)],
  data_nodes: [owned("NODE_own", "SCENARIO_1"), owned("NODE_cycle", "CYCLE_1"), owned("NODE_global", null)],
  unfinished: [
    { id: "SUBMISSION_own", entity_id: "TASK_own" },
    { id: "SUBMISSION_cycle", entity_id: "TASK_cycle" },
    { id: "SUBMISSION_all", entity_id: "SEQUENCE_all_SCENARIO_1" },
  ],
};

describe("a deletion with everything that is owned", () => {
  it("removes what the scenario owns, and only touches what others own", () => {
    const plan = planDeletion(belongings, null);
    expect(plan).toMatchObject({ cycle: null, scenarios: [{ id: "SCENARIO_1" }], sequences: [{ name: "all" }] });
    expect([...plan.tasks, ...plan.data_nodes].map(({ id }) => id)).toEqual(["TASK_own", "NODE_own"]);
    expect(plan.survivors).toEqual(["TASK_cycle", "TASK_global", "NODE_cycle", "NODE_global"]);
  });

  it("removes what the cycle owns, too, when the cycle is deleted", () => {
    const plan = planDeletion(belongings, "CYCLE_1");
    expect([...plan.tasks, ...plan.data_nodes].map(({ id }) => id)).toEqual([
      "TASK_own",
      "TASK_cycle",
      "NODE_own",
      "NODE_cycle",
    ]);
    expect(plan.survivors).toEqual(["TASK_global", "NODE_global"]);
  });

  it("removes the unfinished submissions of what goes only", () => {
    expect(planDeletion(belongings, null).unfinished).toEqual(["SUBMISSION_own", "SUBMISSION_all"]);
    expect(planDeletion(belongings, "CYCLE_1").unfinished).toEqual(belongings.unfinished.map(({ id }) => id));
  });

  it("counts scenarios, sequences and tasks as what can have been submitted", () => {
    expect(submittedEntities(planDeletion(belongings, null)).map(({ id }) => id)).toEqual([
      "SCENARIO_1",
      "SEQUENCE_all_SCENARIO_1",
      "TASK_own",
    ]);
  });
});

describe("the jobs and submissions that an object forgets before a deletion", () => {
  const purges = (plan: Partial<typeof EMPTY_DELETION>) =>
    Object.fromEntries(
      [...purgesOf({ ...EMPTY_DELETION, ...plan })].map(([domain, { tasks, entities }]) => [
        domain,
        { tasks: [...tasks], entities: [...entities] },
      ]),
    );

  it("are those of a scenario's own task in the task's domain and in the scenario's", () => {
    const scenarios = [scenario("SCENARIO_1"), scenario("SCENARIO_2")];
    expect(purges({ scenarios, tasks: [owned("TASK_own", "SCENARIO_1", "TASK_own")] })).toEqual({
      SCENARIO_1: { tasks: ["TASK_own"], entities: ["SCENARIO_1"] },
      SCENARIO_2: { tasks: [], entities: ["SCENARIO_2"] },
      TASK_own: { tasks: ["TASK_own"], entities: ["TASK_own"] },
    });
  });

  it("are those of a shared task in the domain of every scenario that uses it", () => {
    const scenarios = [scenario("SCENARIO_1"), scenario("SCENARIO_2")];
    const plan = { scenarios, tasks: [owned("TASK_cycle", "CYCLE_1")], other_domains: ["SCENARIO_3"] };
    expect(purges(plan)).toEqual({
      SCENARIO_1: { tasks: ["TASK_cycle"], entities: ["SCENARIO_1"] },
      SCENARIO_2: { tasks: ["TASK_cycle"], entities: ["SCENARIO_2"] },
      SCENARIO_3: { tasks: ["TASK_cycle"], entities: [] },
      D: { tasks: ["TASK_cycle"], entities: ["TASK_cycle"] },
    });
  });
});
