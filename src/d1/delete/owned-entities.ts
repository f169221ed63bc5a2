import { parseSequenceId, sequenceId } from "../../core/entities/ids.ts";
import { TaipyError } from "../../core/errors.ts";
import { notFound } from "../../core/missing.ts";
import { type DeletableKind, IS_BLOCKED, primaryScenario } from "./delete-entity.ts";

/** Cloudflare lets one request ask 1,000 others. */
export const MAX_DOMAINS = 900;

export function tooLarge(id: string): TaipyError {
  const text = `${id} cannot be deleted with all it owns at once: that takes more than ${MAX_DOMAINS} scenarios or domains.`;
  return new TaipyError("cascade_too_large", `${text} Delete some of the scenarios first.`);
}

interface Owned {
  readonly id: string;
  readonly owner_id: string | null;
  readonly domain: string;
}

interface DoomedSequence {
  readonly id: string;
  readonly scenario_id: string;
  readonly name: string;
  readonly domain: string;
}

/** All that a cascading deletion removes, and what it only touches. */
export interface Doomed {
  readonly cycle: string | null;
  readonly scenarios: readonly { readonly id: string; readonly domain: string }[];
  readonly sequences: readonly DoomedSequence[];
  readonly tasks: readonly Owned[];
  readonly data_nodes: readonly Owned[];
  /** Tasks and data nodes that stay, but that one of these used. */
  readonly survivors: readonly string[];
  /** Domains of scenarios that stay, but use one of the tasks. */
  readonly other_domains: readonly string[];
}

export function readDoomed(db: D1Database, kind: DeletableKind, id: string): Promise<Doomed> {
  switch (kind) {
    case "cycle":
      return ofCycle(db, id);
    case "scenario":
      return ofScenario(db, id);
    case "sequence":
      return ofSequence(db, id);
    case "task":
      return ofTask(db, id);
  }
}

export const NOTHING_DOOMED: Doomed = {
  cycle: null,
  scenarios: [],
  sequences: [],
  tasks: [],
  data_nodes: [],
  survivors: [],
  other_domains: [],
};

/** Queries that read what belongs to the scenarios `s`, and what belongs to a cycle `?1`. */
const partsOf = (condition: string) => ({
  scenarios: `SELECT s.id, s.domain, s.config_id, s.cycle, s.primary_scenario, ${IS_BLOCKED} AS is_blocked,
    EXISTS (SELECT 1 FROM cycles AS c WHERE c.id = s.cycle) AS has_cycle FROM scenarios AS s WHERE ${condition}`,
  sequences: `SELECT q.scenario_id, q.name, s.domain FROM scenarios AS s CROSS JOIN sequences AS q ON q.scenario_id = s.id
    WHERE ${condition}`,
  tasks: `SELECT t.id, t.owner_id, t.domain FROM scenarios AS s CROSS JOIN json_each(s.tasks) AS i
    CROSS JOIN tasks AS t ON t.id = i.value WHERE ${condition} UNION ${ownedBy("tasks")}`,
  dataNodes: `WITH s AS (SELECT * FROM scenarios AS s WHERE ${condition}),
    t AS (SELECT t.* FROM s CROSS JOIN json_each(s.tasks) AS i CROSS JOIN tasks AS t ON t.id = i.value),
    wanted AS (SELECT i.value AS id FROM t CROSS JOIN json_each(t.input_ids) AS i
      UNION SELECT o.value FROM t CROSS JOIN json_each(t.output_ids) AS o
      UNION SELECT a.value FROM s CROSS JOIN json_each(s.additional_data_nodes) AS a)
    SELECT n.id, n.owner_id, n.domain FROM wanted CROSS JOIN data_nodes AS n ON n.id = wanted.id UNION ${ownedBy("data_nodes")}`,
});

/** The condition repeats the one of the index. */
const ownedBy = (table: string): string =>
  `SELECT id, owner_id, domain FROM ${table} WHERE coalesce(owner_id, '') = ?1
    AND (owner_id IS NULL OR owner_id NOT GLOB 'SCENARIO_*')`;

interface ScenarioRow {
  readonly id: string;
  readonly domain: string;
  readonly config_id: string;
  readonly cycle: string | null;
  readonly primary_scenario: number;
  readonly is_blocked: number;
  readonly has_cycle: number;
}

async function readParts(db: D1Database, condition: string, id: string) {
  const sql = partsOf(condition);
  const [scenarios, sequences, tasks, dataNodes] = await db.batch(
    [sql.scenarios, sql.sequences, sql.tasks, sql.dataNodes].map((query) => db.prepare(query).bind(id)),
  );
  return {
    scenarios: (scenarios?.results ?? []) as unknown as ScenarioRow[],
    sequences: ((sequences?.results ?? []) as unknown as { scenario_id: string; name: string; domain: string }[]).map(
      (sequence) => ({ ...sequence, id: sequenceId(sequence.name, sequence.scenario_id) }),
    ),
    tasks: (tasks?.results ?? []) as unknown as Owned[],
    data_nodes: (dataNodes?.results ?? []) as unknown as Owned[],
  };
}

/** With all its scenarios, of any version and primary or not, and what they or the cycle own. */
async function ofCycle(db: D1Database, id: string): Promise<Doomed> {
  const sql = `SELECT (SELECT 1 FROM scenarios AS s WHERE s.cycle = c.id LIMIT 1 OFFSET ${MAX_DOMAINS}) AS is_too_large
    FROM cycles AS c WHERE c.id = ?`;
  const found = await db.prepare(sql).bind(id).first<{ is_too_large: number | null }>();
  if (found === null) throw notFound("cycle", id);
  if (found.is_too_large !== null) throw tooLarge(id);
  return owned(await readParts(db, "s.cycle = ?1", id), id);
}

/** With its sequences and what it owns; a primary one that is alone takes its cycle with it. */
async function ofScenario(db: D1Database, id: string): Promise<Doomed> {
  const parts = await readParts(db, "s.id = ?1", id);
  const [scenario] = parts.scenarios;
  if (scenario === undefined) throw notFound("scenario", id);
  if (scenario.is_blocked === 1) throw primaryScenario(id, scenario.config_id);
  if (scenario.primary_scenario === 1 && scenario.has_cycle === 1 && scenario.cycle !== null) {
    return ofCycle(db, scenario.cycle);
  }
  return owned(parts, null);
}

/** Scenarios without regard to who is primary, and the cycles that they belong to. */
export async function readDoomedScenarios(
  db: D1Database,
  ids: readonly string[],
): Promise<{ readonly doomed: Doomed; readonly cycles: readonly string[] }> {
  const parts = await readParts(db, "s.id IN (SELECT value FROM json_each(?1))", JSON.stringify(ids));
  const cycles = new Set(parts.scenarios.flatMap(({ cycle }) => cycle ?? []));
  return { doomed: owned(parts, null), cycles: [...cycles] };
}

function owned(parts: Awaited<ReturnType<typeof readParts>>, cycle: string | null): Doomed {
  const owners = new Set<string | null>([...parts.scenarios.map((scenario) => scenario.id), cycle]);
  const isOwned = ({ owner_id }: Owned) => owner_id !== null && owners.has(owner_id);
  return {
    ...NOTHING_DOOMED,
    cycle,
    scenarios: parts.scenarios.map(({ id, domain }) => ({ id, domain })),
    sequences: parts.sequences,
    tasks: parts.tasks.filter(isOwned),
    data_nodes: parts.data_nodes.filter(isOwned),
    survivors: [...parts.tasks, ...parts.data_nodes].filter((row) => !isOwned(row)).map((row) => row.id),
  };
}

/** With its submissions. */
async function ofSequence(db: D1Database, id: string): Promise<Doomed> {
  const { scenario_id, name } = parseSequenceId(id) ?? { scenario_id: "", name: "" };
  const sql = `SELECT s.domain, q.tasks FROM sequences AS q JOIN scenarios AS s ON s.id = q.scenario_id
    WHERE q.scenario_id = ?1 AND q.name = ?2`;
  const found = await db.prepare(sql).bind(scenario_id, name).first<{ domain: string; tasks: string }>();
  if (found === null) throw notFound("sequence", id);
  const sequence = { id: sequenceId(name, scenario_id), scenario_id, name, domain: found.domain };
  return { ...NOTHING_DOOMED, sequences: [sequence], survivors: JSON.parse(found.tasks) };
}

/** With its jobs and submissions; its data nodes stay. */
async function ofTask(db: D1Database, id: string): Promise<Doomed> {
  const [tasks, domains] = await db.batch<Record<string, string>>([
    db.prepare("SELECT id, owner_id, domain, input_ids, output_ids FROM tasks WHERE id = ?").bind(id),
    db
      .prepare(
        `SELECT DISTINCT s.domain FROM parents AS p CROSS JOIN scenarios AS s ON s.id = p.parent_id WHERE p.child_id = ?
          LIMIT ${MAX_DOMAINS + 1}`,
      )
      .bind(id),
  ]);
  const [task] = tasks?.results ?? [];
  if (task === undefined) throw notFound("task", id);
  const { input_ids = "[]", output_ids = "[]", ...row } = task;
  return {
    ...NOTHING_DOOMED,
    tasks: [row as unknown as Owned],
    survivors: [...JSON.parse(input_ids), ...JSON.parse(output_ids)],
    other_domains: (domains?.results ?? []).flatMap(({ domain }) => domain ?? []),
  };
}
