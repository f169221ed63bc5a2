import {
  dataOf,
  type Job,
  type Scenario,
  type SubmissionDetail,
  submissionEnd,
  type TaipyClient,
} from "../client/index.ts";

export interface RunOptions {
  /** The name of a sequence of the scenario, which runs instead of the whole scenario. */
  readonly sequence?: string;
  /** The config id of a task of the scenario, which runs alone. */
  readonly task?: string;
  /** Runs tasks that could be skipped. */
  readonly force?: boolean;
  /** How long the run may take, in milliseconds. Default: a minute. */
  readonly timeoutMs?: number;
}

/** A scenario of a test. Data nodes and tasks are named by their config ids. */
export interface TestScenario {
  readonly id: string;
  /** Writes a value of a data node. @throws RefusedError */
  write(dataNode: string, value: unknown): Promise<void>;
  /** The value of a data node. @throws RefusedError, also when it has none */
  read(dataNode: string): Promise<unknown>;
  /**
   * Runs the scenario, a sequence or a task, and waits until all its jobs are completed.
   * @throws RunFailedError when a job has failed, or when the time is up: a job without its inputs waits for them
   */
  submit(options?: RunOptions): Promise<SubmissionDetail>;
}

/** Thrown when a run has not completed. The message has the traces of its jobs, or the reasons why they wait. */
export class RunFailedError extends Error {
  override readonly name = "RunFailedError";
  readonly submission: SubmissionDetail;
  readonly jobs: readonly Job[];

  constructor(submission: SubmissionDetail, jobs: readonly Job[]) {
    const lines = jobs.flatMap(({ task_id: task, status, stacktrace, reasons }) => [
      `${task}: ${status}`,
      ...stacktrace,
      ...reasons.map((reason) => JSON.stringify(reason)),
    ]);
    super([`${submission.entity_id} is ${submission.submission_status}, not COMPLETED.`, ...lines].join("\n"));
    this.submission = submission;
    this.jobs = jobs;
  }
}

/** `DATANODE_price_<uuid>` → `price` */
const configIdOf = (id: string): string =>
  id.slice(id.indexOf("_") + 1, -"_00000000-0000-0000-0000-000000000000".length);

export function testScenario(
  client: TaipyClient,
  { id, tasks, additional_data_nodes: additional }: Scenario,
): TestScenario {
  const nodes = nodesOf(client, tasks, additional);
  const nodeOf = async (name: string) => ({ path: { id: found(await nodes, name, "data node") } });
  return {
    id,
    async write(dataNode, value) {
      const params = await nodeOf(dataNode);
      await dataOf(client.PUT("/api/v1/datanodes/{id}/write/", { params, body: value as never }));
    },
    async read(dataNode) {
      const params = await nodeOf(dataNode);
      return (await dataOf(client.GET("/api/v1/datanodes/{id}/read/", { params }))).data;
    },
    async submit({ sequence, task, force = false, timeoutMs = PATIENCE_MS } = {}) {
      const query = { force };
      const { submission } =
        task !== undefined
          ? await dataOf(
              client.POST("/api/v1/tasks/submit/{id}/", {
                params: { path: { id: found(tasks, task, "task") }, query },
              }),
            )
          : sequence !== undefined
            ? await dataOf(
                client.POST("/api/v1/sequences/submit/{id}/", {
                  params: { path: { id: `SEQUENCE_${sequence}_${id}` }, query },
                }),
              )
            : await dataOf(client.POST("/api/v1/scenarios/submit/{id}/", { params: { path: { id }, query } }));
      const ended = await endOf(client, submission.id, timeoutMs);
      if (ended.submission_status !== "COMPLETED") throw new RunFailedError(ended, await jobsOf(client, ended));
      return ended;
    },
  };
}

const INTERVAL_MS = 50;
const PATIENCE_MS = 60_000;

/** The submission when it has ended, or as it is when the time is up. */
async function endOf(client: TaipyClient, id: string, timeoutMs: number): Promise<SubmissionDetail> {
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    return await submissionEnd(client, id, { signal, intervalMs: INTERVAL_MS });
  } catch (error) {
    if (!signal.aborted) throw error;
    return (await dataOf(client.GET("/api/v1/submissions/{id}/", { params: { path: { id } } }))).submission;
  }
}

async function nodesOf(client: TaipyClient, tasks: readonly string[], additional: readonly string[]) {
  const read = await Promise.all(
    tasks.map((id) => dataOf(client.GET("/api/v1/tasks/{id}/", { params: { path: { id } } }))),
  );
  return [...read.flatMap(({ task }) => [...task.input_ids, ...task.output_ids]), ...additional];
}

function found(ids: readonly string[], name: string, kind: string): string {
  const id = ids.find((one) => configIdOf(one) === name);
  if (id !== undefined) return id;
  const names = [...new Set(ids.map(configIdOf))].sort().join(", ");
  throw new Error(`The scenario has no ${kind} ${name}. It has ${names || "none"}.`);
}

const jobsOf = (client: TaipyClient, { job_ids: ids }: SubmissionDetail): Promise<readonly Job[]> =>
  Promise.all(
    ids.map(async (id) => (await dataOf(client.GET("/api/v1/jobs/{id}/", { params: { path: { id } } }))).job),
  );
