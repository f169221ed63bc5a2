import { WorkflowEntrypoint, type WorkflowEvent, type WorkflowStep } from "cloudflare:workers";

interface Env {
  readonly CHAIN: Workflow;
}

const addOne = (step: WorkflowStep, value: number) => step.do(`addOne ${value}`, async () => value + 1);

/** Requests that wait for the end of an instance. Locally a Worker and its workflows are one isolate. */
const waiting = new Map<string, () => void>();

export class Chain extends WorkflowEntrypoint<Env> {
  override async run({ instanceId }: Readonly<WorkflowEvent<unknown>>, step: WorkflowStep): Promise<number> {
    const result = await addOne(step, await addOne(step, await addOne(step, 0)));
    waiting.get(instanceId)?.();
    return result;
  }
}

/** The runtime ends a request that waits for nothing of its own. */
const LONGEST_MS = 60_000;
const POLL_MS = 2;

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/**
 * Answers each request with the result of a chain of its own. A wait only by `status()` would poll the instance's object while it
 * works; here it asks once the last step has ended, and again only if the result is not stored yet.
 */
async function result(workflow: Workflow): Promise<Response> {
  const id = crypto.randomUUID();
  const ended = new Promise<void>((resolve) => waiting.set(id, resolve));
  const instance = await workflow.create({ id });
  await Promise.race([ended, pause(LONGEST_MS)]);
  waiting.delete(id);
  for (;;) {
    const { status, output } = await instance.status();
    if (status === "complete") return Response.json(output);
    if (status === "errored" || status === "terminated") return Response.json({ status }, { status: 500 });
    await pause(POLL_MS);
  }
}

export default { fetch: (_request, env) => result(env.CHAIN) } satisfies ExportedHandler<Env>;
