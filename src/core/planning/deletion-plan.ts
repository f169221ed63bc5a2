import { sequenceId } from "../entities/ids.ts";
import { TaipyError } from "../errors.ts";

/** Kinds that can be deleted, alone or with everything that they own. */
export type DeletableKind = "cycle" | "scenario" | "sequence" | "task";

/** Cloudflare lets one request call 1,000 others, so that it reaches no more orchestrator objects than these. */
export const MAX_DOMAINS = 900;

export interface OwnedEntity {
  readonly id: string;
  readonly owner_id: string | null;
  readonly domain: string;
}

export interface SequenceToDelete {
  readonly scenario_id: string;
  readonly name: string;
  readonly domain: string;
}

export interface ScenarioToDelete {
  readonly id: string;
  readonly config_id: string;
  readonly domain: string;
  readonly cycle: string | null;
  readonly is_primary: boolean;
  /** Whether its cycle exists. */
  readonly has_cycle: boolean;
  /** Whether it is the primary one of a cycle that exists and has other scenarios. */
  readonly is_blocked: boolean;
}

/** Scenarios with everything that they use, and what their cycle owns where that is deleted, too. */
export interface ScenarioBelongings {
  readonly scenarios: readonly ScenarioToDelete[];
  readonly sequences: readonly SequenceToDelete[];
  readonly tasks: readonly OwnedEntity[];
  readonly data_nodes: readonly OwnedEntity[];
  /** Submissions of the scenarios, their sequences and tasks that have not ended. */
  readonly unfinished: readonly UnfinishedSubmission[];
}

export interface UnfinishedSubmission {
  readonly id: string;
  readonly entity_id: string;
}

/** Everything that a cascading deletion removes, and what it only touches. */
export interface DeletionPlan {
  readonly cycle: string | null;
  readonly scenarios: readonly { readonly id: string; readonly domain: string }[];
  readonly sequences: readonly SequenceToDelete[];
  readonly tasks: readonly OwnedEntity[];
  readonly data_nodes: readonly OwnedEntity[];
  /** Ids of submissions that had not ended: what the objects do not know of is removed all the same. */
  readonly unfinished: readonly string[];
  /** Tasks and data nodes that stay, but that a removed entity used. */
  readonly survivors: readonly string[];
  /** Domains of scenarios that stay, but use one of the tasks. */
  readonly other_domains: readonly string[];
}

export const EMPTY_DELETION: DeletionPlan = {
  cycle: null,
  scenarios: [],
  sequences: [],
  tasks: [],
  data_nodes: [],
  unfinished: [],
  survivors: [],
  other_domains: [],
};

/** Scenarios go with their sequences and with what they own, and so does a cycle; what others own stays. */
export function planDeletion(belongings: ScenarioBelongings, cycle: string | null): DeletionPlan {
  const { scenarios, sequences, tasks, data_nodes, unfinished } = belongings;
  const owners = new Set<string | null>([...scenarios.map(({ id }) => id), cycle]);
  const isOwned = ({ owner_id }: OwnedEntity) => owner_id !== null && owners.has(owner_id);
  const plan: DeletionPlan = {
    ...EMPTY_DELETION,
    cycle,
    scenarios: scenarios.map(({ id, domain }) => ({ id, domain })),
    sequences,
    tasks: tasks.filter(isOwned),
    data_nodes: data_nodes.filter(isOwned),
    survivors: [...tasks, ...data_nodes].filter((entity) => !isOwned(entity)).map(({ id }) => id),
  };
  const entities = new Set(submittedEntities(plan).map(({ id }) => id));
  return { ...plan, unfinished: unfinished.filter(({ entity_id }) => entities.has(entity_id)).map(({ id }) => id) };
}

/** The scenarios, sequences and tasks of a plan: what can have been submitted. */
export const submittedEntities = ({ scenarios, sequences, tasks }: DeletionPlan): { id: string; domain: string }[] => [
  ...scenarios,
  ...sequences.map(({ name, scenario_id, domain }) => ({ id: sequenceId(name, scenario_id), domain })),
  ...tasks,
];

/** The jobs of these tasks, and the submissions of these entities. */
export interface Purge {
  readonly tasks: Set<string>;
  readonly entities: Set<string>;
}

/**
 * The tasks and entities whose jobs the orchestrator object of each domain removes. A task without an owner, or of a cycle, may have jobs in the
 * domain of any scenario that uses it.
 */
export function purgesOf(plan: DeletionPlan): Map<string, Purge> {
  const purges = new Map<string, Purge>();
  const of = (domain: string): Purge => {
    const purge = purges.get(domain) ?? { tasks: new Set(), entities: new Set() };
    purges.set(domain, purge);
    return purge;
  };
  for (const { id, domain } of submittedEntities(plan)) of(domain).entities.add(id);
  const domainOfScenario = new Map(plan.scenarios.map((scenario) => [scenario.id, scenario.domain]));
  const allScenarioDomains = [...new Set([...domainOfScenario.values(), ...plan.other_domains])];
  for (const { id, owner_id, domain } of plan.tasks) {
    const owner = owner_id === null ? undefined : domainOfScenario.get(owner_id);
    for (const other of [domain, ...(owner === undefined ? allScenarioDomains : [owner])]) of(other).tasks.add(id);
  }
  return purges;
}

export function cascadeTooLarge(id: string): TaipyError {
  const text = `${id} cannot be deleted with all it owns at once: that takes more than ${MAX_DOMAINS} scenarios or domains.`;
  return new TaipyError("cascade_too_large", `${text} Delete some of the scenarios first.`);
}

/** The trailing space is Taipy's. */
export const primaryScenario = ({ id, config_id }: Pick<ScenarioToDelete, "id" | "config_id">): TaipyError =>
  new TaipyError(
    "primary_scenario",
    `Scenario ${id}, which has config id ${config_id}, is primary and there are other scenarios in the same cycle. `,
  );

export const jobsUnfinished = (submissionId: string): TaipyError =>
  new TaipyError("jobs_unfinished", `Jobs of ${submissionId} are not finished yet. Wait for them, or add force=true.`);
