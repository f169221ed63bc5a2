import type { Scenario } from "../../client/schema.ts";
import type { SortOptions } from "../core-types.ts";
import { timestampOf } from "./timestamps.ts";

const KEYS: Readonly<Record<NonNullable<SortOptions["sortKey"]>, (scenario: Scenario) => string>> = {
  name: ({ name }) => String(name ?? ""),
  id: ({ id }) => id,
  config_id: ({ config_id }) => config_id,
  creation_date: ({ creation_date }) => creation_date,
  tags: ({ tags }) => tags.toSorted().join("\n"),
};

/** Whether a scenario was created in the time of the options. @throws TaipyError `validation_failed` when they have no times */
export function createdWithin({ createdStartTime, createdEndTime }: SortOptions): (scenario: Scenario) => boolean {
  const from = createdStartTime === undefined ? null : timestampOf("createdStartTime", createdStartTime);
  const until = createdEndTime === undefined ? null : timestampOf("createdEndTime", createdEndTime);
  return ({ creation_date }) => (from === null || from <= creation_date) && (until === null || creation_date < until);
}

/** Scenarios in Taipy's order: by the key, and then by their ids. */
export function sorted(scenarios: Scenario[], options: SortOptions): Scenario[] {
  const { isSorted = false, descending = false, sortKey = "name" } = options;
  if (!isSorted) return scenarios;
  const keyOf = KEYS[sortKey] ?? KEYS.name;
  const keyed = scenarios.map((scenario) => ({ scenario, key: keyOf(scenario) }));
  keyed.sort((a, b) => compare(a.key, b.key) || compare(a.scenario.id, b.scenario.id));
  return (descending ? keyed.toReversed() : keyed).map(({ scenario }) => scenario);
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
