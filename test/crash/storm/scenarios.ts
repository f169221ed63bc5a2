import { EXPECTED } from "../application/arithmetic.ts";
import { between } from "../random.ts";
import { type Client, replacing } from "./client.ts";
import { Register } from "./register.ts";

/** How often each scenario config is drawn. */
const CONFIGS = ["chain", "chain", "diamond", "diamond", "notice"] as const;
/** Submissions that a client makes of one scenario before it creates another. */
const MAX_SUBMISSIONS = 4;
const MAX_SEED = 1_000_000;
const WAIT_S = 20;

/** Per config, its first task, whose first input is the seed, and its last one, whose output is read when a caller has waited. */
const ENDS: Readonly<Record<string, readonly [first: string, last: string, output: string]>> = {
  chain: ["forge1", "forge5", "link5"],
  diamond: ["split", "join", "joined"],
  notice: ["note", "inflate", "text"],
  naps: ["nap1", "nap3", "rested3"],
  gated: ["gate", "gate", "passed"],
};

export interface Submission {
  readonly id: string;
  readonly status: string;
  readonly job_ids: readonly string[];
}

interface Seeded {
  readonly id: string;
  readonly config: string;
  readonly seed: number;
  readonly outputId: string;
}

export const runScenario = (client: Client): Promise<void> =>
  useScenario(client, CONFIGS[between(client.random, 0, CONFIGS.length - 1)] ?? "chain");

export const passGate = (client: Client): Promise<void> => useScenario(client, "gated");

/** Creates a scenario, writes its seed, and submits it several times at once. A third of the calls wait for the end. */
async function useScenario(client: Client, config: string): Promise<void> {
  const scenario = await seededScenario(client, config);
  if (scenario === null) return;
  const { id, seed } = scenario;
  client.accepted.scenarios.set(id, { config, seed });
  const times = between(client.random, 1, MAX_SUBMISSIONS);
  await Promise.all(Array.from({ length: times }, () => submitAndRead(client, scenario)));
}

async function submitAndRead(client: Client, scenario: Seeded): Promise<void> {
  const doesWait = between(client.random, 0, 2) === 0;
  const { status, submission } = await submit(client, scenario.id, doesWait);
  if (!doesWait || status !== 200 || submission === null) return;
  const { falseAnswers } = client.accepted;
  if (submission.status !== "COMPLETED") falseAnswers.push(`${submission.id} ended ${submission.status}`);
  const expected = EXPECTED[scenario.config]?.(scenario.seed)[ENDS[scenario.config]?.[2] ?? ""];
  const value = await client.read(scenario.outputId, "value");
  if (value !== undefined && value !== expected) {
    const shown = `${String(value).slice(0, 40)}, not ${String(expected).slice(0, 40)}`;
    falseAnswers.push(`${scenario.outputId}, read after the 200 of ${submission.id}, is ${shown}`);
  }
}

/** A scenario whose seed the service has accepted; null = it did not, or it is not known. */
export async function seededScenario(client: Client, config: string): Promise<Seeded | null> {
  const [first = "", last = ""] = ENDS[config] ?? [];
  const seed = between(client.random, 1, MAX_SEED);
  const created = await client.post<{ scenario: { id: string; tasks: string[] } }>(`/scenarios/?config_id=${config}`);
  if (created.body === null) return null;
  const { id, tasks } = created.body.scenario;
  const input = await taskOf(client, tasks, first);
  const output = await taskOf(client, tasks, last);
  const seedId = input?.input_ids[0];
  const outputId = output?.output_ids[0];
  if (seedId === undefined || outputId === undefined) return null;
  const register = new Register(0);
  const outcome = await client.write(seedId, { register, kind: "value" }, replacing, seed);
  return outcome === "accepted" || outcome === "shown" ? { id, config, seed, outputId } : null;
}

interface Task {
  readonly input_ids: readonly string[];
  readonly output_ids: readonly string[];
}

/** A scenario's task of a config; null = the service did not answer. */
export async function taskOf(client: Client, tasks: readonly string[], config: string): Promise<Task | null> {
  const id = tasks.find((task) => task.startsWith(`TASK_${config}_`));
  return (await client.get<{ task: Task }>(`/tasks/${id}/`)).body?.task ?? null;
}

/** Submits a scenario and notes what was accepted. */
export async function submit(client: Client, scenarioId: string, doesWait: boolean) {
  const query = doesWait ? `?wait=true&timeout=${WAIT_S}` : "";
  const { status, body } = await client.post<{ submission: Submission }>(`/scenarios/submit/${scenarioId}/${query}`);
  if (body !== null) client.accepted.submissions.add(body.submission.id);
  return { status, submission: body?.submission ?? null };
}
