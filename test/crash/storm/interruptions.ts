import { between } from "../random.ts";
import type { Client } from "./client.ts";
import { type Submission, seededScenario, submit } from "./scenarios.ts";

const MAX_PAUSE_MS = 1_500;
const LONG_WAIT_S = 20;
const NOT_STORED = 202;
const NOT_FOUND = 404;
const UNAVAILABLE = 503;

/** Submits a scenario whose tasks sleep, and cancels one of its jobs after a while, or lets it run. */
export async function napAndCancel(client: Client): Promise<void> {
  const scenario = await seededScenario(client, "naps");
  if (scenario === null) return;
  client.accepted.scenarios.set(scenario.id, { config: scenario.config, seed: scenario.seed });
  const { status, submission } = await submit(client, scenario.id, false);
  if (submission === null || between(client.random, 0, 2) === 0) return;
  await pause(client);
  await cancelOne(client, submission, status);
}

/** D1 names a job's object, so a job that was accepted with a 202 can be cancelled only once D1 shows it. */
async function cancelOne(client: Client, { job_ids }: Submission, submitStatus: number): Promise<void> {
  const { accepted, random } = client;
  const jobId = job_ids[between(random, 0, job_ids.length - 1)];
  if (jobId === undefined) return;
  accepted.cancelled.add(jobId);
  const force = between(random, 0, 1) === 1;
  await client.post(`/jobs/cancel/${jobId}/?force=${force}`, submitStatus === NOT_STORED ? [NOT_FOUND] : []);
}

/** Submits a scenario whose tasks sleep, waits for its end, and goes away while one of its tasks runs. */
export async function napAndLeave(client: Client): Promise<void> {
  const scenario = await seededScenario(client, "naps");
  if (scenario === null) return;
  client.accepted.scenarios.set(scenario.id, { config: scenario.config, seed: scenario.seed });
  const path = `/scenarios/submit/${scenario.id}/?wait=true&timeout=${LONG_WAIT_S}`;
  await client.leave("POST", path, between(client.random, 1, MAX_PAUSE_MS));
}

/** Deletes a scenario with all that it owns while its jobs run. */
export async function runAndDelete(client: Client): Promise<void> {
  const scenario = await seededScenario(client, "chain");
  if (scenario === null) return;
  const path = `/scenarios/submit/${scenario.id}/`;
  await client.post(path);
  await client.post(path);
  await pause(client);
  client.accepted.deletions.set(scenario.id, false);
  await finishDeletion(client, scenario.id);
}

/** Repeats a deletion until the service says that nothing is left. */
export async function finishDeletion(client: Client, scenarioId: string): Promise<void> {
  for (;;) {
    const { status } = await client.ask("DELETE", `/scenarios/${scenarioId}/?cascade=true&force=true`, {}, [NOT_FOUND]);
    if (status === 200 || status === NOT_FOUND) break;
    // Anything but an outage is noted as wrong; trying again would change nothing.
    if (status !== UNAVAILABLE) return;
  }
  client.accepted.deletions.set(scenarioId, true);
  const { status } = await client.get(`/scenarios/${scenarioId}/`, [NOT_FOUND]);
  if (status === 200) client.accepted.falseAnswers.push(`${scenarioId} is shown after the 200 of its deletion`);
}

function pause({ random }: Client): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, between(random, 0, MAX_PAUSE_MS)));
}
