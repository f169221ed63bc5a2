import type { Reachable } from "../service/api.ts";
import { call } from "./call.ts";
import { between, type Random } from "./random.ts";

const CONFIGS = ["chain", "chain", "diamond", "diamond", "notice"] as const;
const CLIENTS = 24;
/** Submissions that a client makes of one scenario before it creates another. */
const MAX_SUBMISSIONS = 4;
const MAX_SEED = 1_000_000;

interface AcceptedScenario {
  readonly config: string;
  readonly seed: number;
}

/** The requests that the service has accepted. */
export interface Accepted {
  /** Scenarios whose seed is written, by id. */
  readonly scenarios: Map<string, AcceptedScenario>;
  readonly submissions: Set<string>;
  /** Answers other than success; broken connections are not among them. */
  readonly refusals: string[];
}

export const nothingAccepted = (): Accepted => ({ scenarios: new Map(), submissions: new Set(), refusals: [] });

/**
 * Clients create scenarios, write a different seed to each and submit it several times at once, until `goal` more submissions
 * have been accepted or the service was killed.
 */
export async function storm(
  service: Reachable,
  accepted: Accepted,
  random: Random,
  goal: number,
  onGoal: () => void = () => undefined,
): Promise<void> {
  const goalTotal = accepted.submissions.size + goal;
  const isOver = () => accepted.submissions.size >= goalTotal;
  await Promise.all(Array.from({ length: CLIENTS }, client));

  async function client(): Promise<void> {
    try {
      while (!isOver()) await useScenario();
    } catch (error) {
      // fetch throws a TypeError when the connection breaks.
      if (!(error instanceof TypeError)) accepted.refusals.push(String(error));
    }
  }

  async function useScenario(): Promise<void> {
    const config = CONFIGS[between(random, 0, CONFIGS.length - 1)] ?? "chain";
    const seed = between(random, 1, MAX_SEED);
    const { scenario } = await call<{ scenario: { id: string; tasks: string[] } }>(
      service,
      "POST",
      `/scenarios/?config_id=${config}`,
    );
    await writeSeed(scenario.tasks, seed);
    accepted.scenarios.set(scenario.id, { config, seed });
    await Promise.all(Array.from({ length: between(random, 1, MAX_SUBMISSIONS) }, () => submit(scenario.id)));
  }

  async function writeSeed(tasks: readonly string[], seed: number): Promise<void> {
    const first = tasks.find((id) => /^TASK_(forge1|split|note)_/.test(id));
    const { task } = await call<{ task: { input_ids: string[] } }>(service, "GET", `/tasks/${first}/`);
    await call(service, "PUT", `/datanodes/${task.input_ids[0]}/write/`, seed);
  }

  async function submit(scenarioId: string): Promise<void> {
    const { submission } = await call<{ submission: { id: string } }>(
      service,
      "POST",
      `/scenarios/submit/${scenarioId}/`,
    );
    accepted.submissions.add(submission.id);
    if (accepted.submissions.size === goalTotal) onGoal();
  }
}
