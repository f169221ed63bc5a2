import { Cancellation } from "../../src/core/cancellation.ts";
import type { App } from "../../src/core/config/app-types.ts";
import type { QueueHandler } from "../../src/core/config/settings/queue-handler.ts";
import type { DataNodeIdentity } from "../../src/core/entities/data-node.ts";
import { judgeConfiguration } from "../../src/core/planning/admission.ts";
import type { SweepStore } from "../../src/core/ports/cron/sweep-store.ts";
import type { EntityReader } from "../../src/core/ports/entity-reader.ts";
import type { Clock, Log } from "../../src/core/ports/runtime.ts";
import type { DataNodeValues } from "../../src/core/ports/values.ts";
import { addTime, MICROSECONDS_PER_MILLISECOND } from "../../src/core/time.ts";
import { Budget } from "../../src/core/values/budget.ts";
import { createDeletionStore } from "../../src/d1/delete/deletion-store.ts";
import { createEntityReader } from "../../src/d1/read/entity-reader.ts";
import { createRepairStore } from "../../src/d1/repair/repair-store.ts";
import { createCreationStore } from "../../src/d1/write/creation-store.ts";
import { createGarbage } from "../../src/d1/write/garbage.ts";
import { createSweepStore } from "../../src/d1/write/sweep-store.ts";
import { createWatchdogStore } from "../../src/d1/write/watchdog-store.ts";
import { createSharedBatches } from "../../src/metering/shared-batches.ts";
import type { DiscardingPayloadStore } from "../../src/payloads/payload-store.ts";
import { runForRequest, runSubmission } from "../../src/queue/chain.ts";
import type { ConsumerDeps } from "../../src/queue/consumer.ts";
import { Room } from "../../src/queue/room.ts";
import type { WorkerDeps } from "../../src/queue/worker-deps.ts";
import { pickle } from "../../src/storage/pickle.ts";
import type { RecordEditDeps } from "../../src/usecases/data-nodes/record-edit.ts";
import { createEntityWriter, type EntityWriter } from "../../src/usecases/entity-writer.ts";
import { KnownScenarios } from "../../src/usecases/jobs/known-scenarios.ts";
import type { Client, SubmitDeps } from "../../src/usecases/jobs/submit.ts";
import type { ResyncDeps } from "../../src/usecases/repair/repair-deps.ts";
import { sweepValues } from "../../src/usecases/sweep.ts";
import { watch } from "../../src/usecases/watchdog.ts";
import { readingEach } from "../harness/values.ts";
import { behaviourIn } from "./behaviour.ts";
import { pause } from "./call.ts";
import type { D1 } from "./platform/d1.ts";
import type { Isolates } from "./platform/isolates.ts";
import type { Kv } from "./platform/kv.ts";
import type { ObjectHost } from "./platform/object-host.ts";
import type { Payloads } from "./platform/payloads.ts";
import { Scope } from "./scope.ts";
import type { World } from "./world.ts";

export interface Platform {
  readonly world: World;
  readonly app: App;
  readonly d1: D1;
  readonly kv: Kv;
  readonly payloads: Payloads;
  readonly host: ObjectHost;
  /** Both are run. */
  readonly queueHandler: QueueHandler;
  readonly isolates: Isolates;
}

/** What an isolate keeps from one invocation to the next. */
interface Memory {
  readonly room: Room;
  readonly known: KnownScenarios;
}

/** Longer than a request, a job or an outage of D1 lasts. */
const PAYLOAD_GRACE_MS = 20 * 60_000;

/** What a request works with. */
export interface Process extends SubmitDeps {
  readonly entityReader: EntityReader;
  readonly entityWriter: EntityWriter;
  readonly clock: Clock;
  readonly values: DataNodeValues;
  readonly worker: WorkerDeps;
  /** The caller of the request. */
  readonly client: Client;
  /** What a write needs beside its command. */
  readonly edits: RecordEditDeps;
  /** What the cron does, as if so much time had passed. */
  readonly sweep: (laterMs: number) => Promise<void>;
  readonly watch: () => Promise<void>;
  /** What an administrator's check and resync work with. */
  readonly repair: ResyncDeps;
}

/** A client that waits for its answer, of a process that goes on for ever. */
const STAYING: Client = { gone: new Cancellation(), waitUntil: () => undefined };

/** Something that a client, or the cron, does. */
export type Action = (process: Process) => Promise<unknown>;

/** The service as one process of the simulated platform has it; compare src/services.ts. */
export const servicesIn = (platform: Platform, scope: Scope): Process =>
  compose(platform, scope, platform.d1.connect(scope), platform.payloads.connect(scope));

/**
 * The same over connections that never fail, for what happens before the run.
 * @param scope in whose isolate what is created is remembered
 */
export const calmServices = (platform: Platform, scope = new Scope("setup")): Process =>
  compose(platform, scope, platform.d1.connectDirectly(), platform.payloads.connectDirectly());

export const consumerIn = (platform: Platform, scope: Scope, waitUntil: ConsumerDeps["waitUntil"]): ConsumerDeps => {
  const { worker, orchestrators, clock } = servicesIn(platform, scope);
  return { ...worker, orchestrators, clock, waitUntil, queueHandler: platform.queueHandler };
};

function compose(
  { world, app, host, kv }: Platform,
  scope: Scope,
  db: D1Database,
  payloads: DiscardingPayloadStore,
): Process {
  const values = valuesIn(payloads);
  const orchestrators = host.connect(scope);
  const clock = () => Math.floor(world.nowMs * 1_000);
  const newUuid = () => world.random.uuid();
  const log: Log = (event, fields) => world.note(`${scope.name} ${event} ${JSON.stringify(fields)}`);
  const redact = (text: string) => text;
  const { discardLater } = createGarbage(db);
  const newMemory = (): Memory => ({
    room: new Room({ nowMs: () => world.nowMs, leaseMs: app.job.leaseMs }),
    known: new KnownScenarios(),
  });
  const { room, known } = scope.isolate?.memory(newMemory) ?? newMemory();
  const worker: WorkerDeps = {
    redact,
    app,
    values,
    log,
    env: { behave: behaviourIn(world, scope) },
    room,
    sleep: (ms, signal) => pause(world, scope, ms, signal),
    discardLater,
  };
  const entityReader = createEntityReader({ db, app, clock, redact });
  // The configuration never changes in the simulation.
  const { admitted } = judgeConfiguration(app.core, "{}", "{}");
  const admit = async () => admitted;
  return {
    clock,
    app,
    admit,
    entityReader,
    knownScenarios: known,
    endsWithin: (_, work) => work(),
    entityWriter: createEntityWriter({
      app,
      knownScenarios: known,
      clock,
      newUuid,
      admit,
      creations: createCreationStore(
        db,
        createSharedBatches(db, {
          nowMs: () => clock() / MICROSECONDS_PER_MILLISECOND,
          sleep: worker.sleep,
          keepAlive: () => undefined,
        }),
      ),
      deletions: createDeletionStore(db, () => {}),
      encode: (node, value) => values.write(node, value),
      putFile: (_path, content) => payloads.put(content, "text/plain"),
      discard: (keys) => payloads.discard(keys),
      orchestrators,
    }),
    values,
    orchestrators,
    runSubmission: (...call) => runSubmission(worker, orchestrators, ...call),
    runForRequest: (...call) => runForRequest(worker, orchestrators, ...call),
    sleep: worker.sleep,
    worker,
    client: STAYING,
    edits: { content: payloads, log, orchestrators, discardLater },
    repair: {
      repairs: createRepairStore(db, log),
      valueLists: kv.lists(scope),
      orchestrators,
      clock,
      log,
      discardLater,
    },
    watch: () => watch({ submissions: createWatchdogStore(db), orchestrators, clock, log }),
    sweep: (laterMs) =>
      sweepValues({
        values: withPayloadGrace(createSweepStore(db, () => {})),
        orchestrators,
        clock: () => clock() + laterMs * 1_000,
        log,
        discard: (keys) => payloads.discard(keys),
      }),
  };
}

/**
 * Requests and jobs of a simulation are shorter than those of the service, and so is the time for which the sweep keeps the
 * payloads that they may still refer to. Nodes are forgotten without such a time.
 */
function withPayloadGrace(store: SweepStore): SweepStore {
  return {
    ...store,
    waitingPayloads: (before, limit) => store.waitingPayloads(addTime(before, -PAYLOAD_GRACE_MS * 1_000), limit),
  };
}

/** All data nodes of the simulation are of one type. */
function valuesIn(payloads: DiscardingPayloadStore): DataNodeValues {
  const contextOf = (dataNode: DataNodeIdentity) => ({
    dataNode,
    config: null,
    payloads,
    budget: new Budget(),
    binding: () => undefined,
  });
  return {
    read: readingEach(async (node) => (node.payload === null ? undefined : pickle.read(contextOf(node), node.payload))),
    write: (node, value) => pickle.write(contextOf(node), value),
  };
}
