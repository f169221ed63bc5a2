import { type Caller, UNKNOWN_CALLER } from "../../src/core/access/identity.ts";
import type { DataNodeSnapshot } from "../../src/core/entities/data-node.ts";
import type { Job } from "../../src/core/entities/job.ts";
import type { Submission } from "../../src/core/entities/submission.ts";
import { type Outcome, unwrap } from "../../src/core/errors.ts";
import type { Orchestrator, SubmitAnswer, SubmitCommand } from "../../src/core/ports/orchestrator.ts";
import { formatTime } from "../../src/core/time.ts";
import { type SubmitInput, submit } from "../../src/usecases/jobs/submit.ts";
import { aJob } from "../harness/factories.ts";
import { pause } from "./call.ts";
import { checkSubmitted } from "./invariants/answer.ts";
import type { Facts } from "./invariants/facts.ts";
import { calmServices, type Platform, type Process, servicesIn } from "./processes.ts";
import { Scope } from "./scope.ts";

const EDITORS = ["ann", "bob"] as const;
/** Each may give any editor's name. */
const CALLERS: readonly Caller[] = [
  { actor: "user:ann", is_admin: false },
  { actor: "user:bob", is_admin: false },
  { actor: "user:carol", is_admin: true },
  UNKNOWN_CALLER,
];
const LONGEST_LOCK_S = 120;
const LONGEST_WAIT_MS = 30_000;

/** How long the sweep waits after a deletion, and how long it waits in a simulation, whose requests live shorter. */
export const GRACE_MS = 12 * 3_600_000;
const SHORT_GRACE_MS = 0;

type Action = (process: Process) => Promise<unknown>;
type Submittable = SubmitInput["kind"];

/** Callers of the service. Each request runs in a process of its own, and may fail or end without an answer. */
export class Clients {
  readonly #platform: Platform;
  readonly #facts: Facts;
  #requests = 0;

  constructor(platform: Platform, facts: Facts) {
    this.#platform = platform;
    this.#facts = facts;
  }

  async createScenario(): Promise<void> {
    const { random } = this.#platform.world;
    const config = random.pick([...this.#platform.app.scenarios.values()].filter(({ tasks }) => tasks.length > 0));
    if (config !== undefined) await calmServices(this.#platform).entityWriter.createScenario(config.id);
  }

  /** One run of the cron, as if so much time had passed. */
  sweep(laterMs = GRACE_MS - SHORT_GRACE_MS): void {
    const { world } = this.#platform;
    this.#requests += 1;
    const scope = new Scope(`sweep ${this.#requests}`);
    servicesIn(this.#platform, scope)
      .sweep(laterMs)
      .catch((error) => world.note(`${scope.name} fails: ${error}`));
  }

  /** One request, whatever the seed says. */
  request(): void {
    const { world } = this.#platform;
    const [name, action] = this.#draw();
    this.#requests += 1;
    const scope = new Scope(`request ${this.#requests} (${name})`);
    action(servicesIn(this.#platform, scope)).then(
      () => world.note(`${scope.name} is answered`),
      (error) => world.note(`${scope.name} fails: ${error}`),
    );
  }

  #draw(): [string, Action] {
    const { random } = this.#platform.world;
    const job = () => this.#anyJob();
    const actions: readonly [number, string, Action][] = [
      [12, "submit", this.#submit(random.chance(0.7) ? "scenario" : random.pick(["sequence", "task"]))],
      [7, "write", this.#write()],
      [3, "lock", this.#lock()],
      [2, "unlock", this.#unlock()],
      [3, "cancel", this.#onJob(job(), (orchestrator, id) => orchestrator.cancelJob(id, random.chance(0.5)))],
      [3, "delete job", this.#onJob(job(), (orchestrator, id) => orchestrator.deleteJob(id))],
      [2, "delete submission", this.#onSubmission((orchestrator, id) => orchestrator.deleteSubmission(id))],
      [1, "wait", this.#onSubmission((orchestrator, id) => orchestrator.waitForSubmission(id, LONGEST_WAIT_MS))],
      [0.4, "delete node", this.#deleteNode()],
      [0.6, "delete scenario", this.#deleteScenario()],
      [0.3, "delete a record", this.#deleteRecord(random.chance(0.5) ? "scenario" : "task")],
      [0.5, "create job", this.#createJob()],
      [1, "create scenario", () => this.createScenario()],
    ];
    const total = actions.reduce((sum, [weight]) => sum + weight, 0);
    let at = random.fraction() * total;
    for (const [weight, name, action] of actions) {
      at -= weight;
      if (at < 0) return [name, action];
    }
    return ["nothing", async () => {}];
  }

  #submit(kind: Submittable): Action {
    return this.#submitOf(kind, this.#anyId(kind));
  }

  #submitOf(kind: Submittable, id: string): Action {
    const { world } = this.#platform;
    const force = world.random.chance(0.2);
    const waits = world.random.chance(0.3);
    const waitMs = waits ? LONGEST_WAIT_MS : null;
    return (process) => submit(this.#noting(process), { kind, id, force, waitMs, caller: UNKNOWN_CALLER });
  }

  /** Accepted submissions become facts when the object says so: the process may end before its caller is answered. */
  #noting(process: Process): Process {
    const { world } = this.#platform;
    const gone = new Set(this.#facts.gone);
    const note = (outcome: Outcome<SubmitAnswer> | null) => {
      if (outcome?.ok !== true) return;
      const { submission } = outcome.value;
      this.#facts.accepted.set(submission.id, submission.entity_id);
      checkSubmitted(this.#facts, world.violations, gone, submission);
    };
    const noting = (object: Orchestrator, method: "submit" | "resubmit") => async (given: SubmitCommand) => {
      const outcome = await object[method](given);
      note(outcome);
      return outcome;
    };
    const orchestrators = (domain: string) =>
      new Proxy(process.orchestrators(domain), {
        get: (object, method) =>
          method === "submit" || method === "resubmit" ? noting(object, method) : Reflect.get(object, method),
      });
    return { ...process, orchestrators };
  }

  #write(): Action {
    const { random } = this.#platform.world;
    const editor_id = random.chance(0.5) ? null : random.pick(EDITORS);
    const caller = this.#anyCaller();
    const value = { tag: `client/${random.uuid()}`, from: [] };
    return this.#onNode(async ({ orchestrators, values }, data_node) => {
      const payload = await values.write(data_node, value);
      return orchestrators(data_node.domain).writeDataNode({ data_node, payload, editor_id, caller, comment: null });
    });
  }

  #lock(): Action {
    const { random } = this.#platform.world;
    const editor = random.pick(EDITORS);
    const caller = this.#anyCaller();
    const duration = random.between(1, LONGEST_LOCK_S) * 1_000_000;
    return this.#onNode(({ orchestrators }, node) =>
      orchestrators(node.domain).lockDataNode(node, editor, duration, "mine", caller),
    );
  }

  #unlock(): Action {
    const { random } = this.#platform.world;
    const editor = random.chance(0.3) ? null : random.pick(EDITORS);
    const caller = this.#anyCaller();
    const reserved = this.#any<{ id: string }>("SELECT id FROM data_nodes WHERE editor_id IS NOT NULL ORDER BY id");
    const unlock: OnNode = ({ orchestrators }, node) => orchestrators(node.domain).unlockDataNode(node, editor, caller);
    return this.#onNode(unlock, reserved?.id);
  }

  #anyCaller(): Caller {
    return this.#platform.world.random.pick(CALLERS) ?? UNKNOWN_CALLER;
  }

  #deleteNode(): Action {
    return this.#onNode(({ orchestrators }, node) => orchestrators(node.domain).deleteDataNode(node));
  }

  /** With all that it owns, and without regard to what is under way. */
  #deleteScenario(): Action {
    const id = this.#anyId("scenario");
    return this.#deleting(id, id, ({ entityWriter }) => entityWriter.deleteCascade("scenario", id, true));
  }

  /** The record alone: of a scenario, or of a task that a scenario owns. */
  #deleteRecord(kind: "scenario" | "task"): Action {
    const owned = "SELECT id, owner_id FROM tasks WHERE owner_id GLOB 'SCENARIO_*' ORDER BY id";
    const task = kind === "task" ? this.#any<{ id: string; owner_id: string }>(owned) : undefined;
    const id = task?.id ?? this.#anyId("scenario");
    return this.#deleting(task?.owner_id ?? id, id, ({ entityWriter }) =>
      entityWriter.deleteEntity(task ? "task" : "scenario", id),
    );
  }

  /** Others may submit the scenario meanwhile, but not afterwards. */
  #deleting(scenario: string, id: string, erase: Action): Action {
    const [before, meanwhile, afterwards] = Array.from({ length: 3 }, () => this.#submitOf("scenario", scenario));
    const [isKnown, isBusy] = [0.5, 0.5].map((probability) => this.#platform.world.random.chance(probability));
    return async (process) => {
      if (isKnown) await before?.(process);
      const other = isBusy ? meanwhile?.(process).catch(() => null) : null;
      await erase(process);
      this.#facts.gone.add(id);
      await other;
      await afterwards?.(process);
    };
  }

  /** One that is never run. */
  #createJob(): Action {
    const { world, app } = this.#platform;
    const config = world.random.pick([...app.tasks.keys()]);
    return async ({ entityWriter, orchestrators, clock }) => {
      const { id, config_id, version, domain } = await entityWriter.taskFor(config ?? "");
      const creation_date = formatTime(clock());
      const job = aJob({
        id: `JOB_${world.random.uuid()}`,
        task_id: id,
        task_config_id: config_id,
        version,
        domain,
        submit_id: `SUBMISSION_${world.random.uuid()}`,
        submit_entity_id: id,
        creation_date,
      });
      unwrap(await orchestrators(domain).createJob(job));
    };
  }

  /** What other domains read, and what jobs wait for until a client writes it, gets more attention than its number. */
  #anyNode(): string {
    const { d1, world } = this.#platform;
    const nodes = d1.all<{ id: string }>(
      `SELECT id FROM data_nodes AS n WHERE domain = id OR (last_edit_date IS NULL AND NOT EXISTS
         (SELECT 1 FROM tasks, json_each(tasks.output_ids) AS o WHERE o.value = n.id)) ORDER BY id`,
    );
    return (world.random.chance(0.5) && world.random.pick(nodes)?.id) || this.#anyId("data_node");
  }

  #onNode(act: OnNode, id = this.#anyNode()): Action {
    const { world } = this.#platform;
    return async (process) => {
      const node = await process.entityReader.dataNode(id);
      // Between reading and acting, a client may take its time.
      if (world.random.chance(0.2)) await pause(world, new Scope("client"), world.random.between(0, 5_000));
      if (node !== null) await act(process, node).then((outcome) => unwrap(outcome as Parameters<typeof unwrap>[0]));
    };
  }

  #onJob(job: Pick<Job, "id" | "domain"> | undefined, act: OnObject): Action {
    return async ({ orchestrators }) => {
      if (job !== undefined) unwrap<unknown>(await act(orchestrators(job.domain), job.id));
    };
  }

  #onSubmission(act: OnObject): Action {
    const submission = this.#any<Pick<Submission, "id" | "domain">>("SELECT id, domain FROM submissions ORDER BY id");
    return async ({ orchestrators }) => {
      if (submission !== undefined) unwrap<unknown>(await act(orchestrators(submission.domain), submission.id));
    };
  }

  #anyJob(): Pick<Job, "id" | "domain"> | undefined {
    return this.#any("SELECT id, domain FROM jobs ORDER BY id");
  }

  #anyId(kind: Submittable | "data_node"): string {
    const sql = {
      scenario: "SELECT id FROM scenarios ORDER BY id",
      sequence: "SELECT 'SEQUENCE_' || name || '_' || scenario_id AS id FROM sequences ORDER BY id",
      task: "SELECT id FROM tasks ORDER BY id",
      data_node: "SELECT id FROM data_nodes ORDER BY id",
    }[kind];
    return this.#any<{ id: string }>(sql)?.id ?? "nothing";
  }

  #any<Row>(sql: string): Row | undefined {
    const { d1, world } = this.#platform;
    return world.random.pick(d1.all<Row>(sql));
  }
}

type OnNode = (process: Process, node: DataNodeSnapshot) => Promise<unknown>;

type OnObject = (
  orchestrator: Orchestrator,
  id: string,
) => ReturnType<Orchestrator["cancelJob" | "deleteJob" | "waitForSubmission"]>;
