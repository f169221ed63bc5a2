import type { AuditEntry } from "../../src/core/access/audited-call.ts";
import { UNRESTRICTED } from "../../src/core/access/identity.ts";
import type { App } from "../../src/core/config/app-types.ts";
import type { Shapes } from "../../src/core/config/shapes.ts";
import type { DataNodeSnapshot } from "../../src/core/entities/data-node.ts";
import type { Job } from "../../src/core/entities/job.ts";
import type { EntityKind } from "../../src/core/entities/kinds.ts";
import type { PayloadRef } from "../../src/core/entities/payload.ts";
import type { Submission } from "../../src/core/entities/submission.ts";
import type { Task } from "../../src/core/entities/task.ts";
import { TaipyError } from "../../src/core/errors.ts";
import type { AuditLog, Refusal } from "../../src/core/ports/audit-log.ts";
import type { EntityReader, Page } from "../../src/core/ports/entity-reader.ts";
import type { Orchestrator } from "../../src/core/ports/orchestrator.ts";
import type { DataNodeContents } from "../../src/core/ports/values.ts";
import { isTabular } from "../../src/core/storage-types.ts";
import { jsonOfValue } from "../../src/core/values/json-value.ts";
import { selectFrom } from "../../src/core/values/selection.ts";
import type { Auth } from "../../src/http/auth/auth.ts";
import type { Guard } from "../../src/http/pipeline/guard.ts";
import type { HttpDeps } from "../../src/http/pipeline/http-deps.ts";
import { createHttpHandler } from "../../src/http/pipeline/router.ts";
import type { EntityWriter } from "../../src/usecases/entity-writer.ts";
import { KnownScenarios } from "../../src/usecases/jobs/known-scenarios.ts";
import type { Versions } from "../../src/usecases/versions.ts";
import { documented } from "../harness/answers/documented-failure.ts";
import { aDataNode, aJob, aPayload, aStoredPayload, aSubmission, aTask } from "../harness/factories.ts";
import { ownMemory, readingEach, readOne } from "../harness/values.ts";
import { admitting } from "../usecases/admitting.ts";
import { createTestAuth } from "./auth/world.ts";

export const BASE = "http://localhost:5000";
const NOW = 1_700_000_000_000_001;
export const NOW_TEXT = "2023-11-14T22:13:20.000001";
export const HEALTHY = { d1: "ok", kv: "ok", durable_object: "ok", schema: "ok" } as const;

export interface LogLine {
  readonly event: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

export interface FakeOptions {
  readonly entities?: Partial<Record<EntityKind, Readonly<Record<string, unknown>>>>;
  readonly entityReader?: Partial<EntityReader>;
  readonly entityWriter?: Partial<EntityWriter>;
  readonly versions?: Partial<Versions>;
  readonly values?: Partial<DataNodeContents>;
  readonly content?: Partial<HttpDeps["content"]>;
  readonly orchestrator?: Partial<Orchestrator>;
  readonly app?: Partial<App>;
  readonly health?: HttpDeps["health"];
  readonly shapes?: Shapes;
  readonly assets?: Fetcher;
  readonly guard?: Guard;
  readonly auth?: Auth;
  readonly audit?: Partial<AuditLog>;
  readonly repairs?: Partial<HttpDeps["repairs"]>;
}

export interface Fake {
  readonly handle: (path: string, init?: RequestInit) => Promise<Response>;
  readonly handleRequest: (request: Request) => Promise<Response>;
  /** `name(arguments as JSON)` of every change that a handler asked for, in order. */
  readonly calls: string[];
  /** Everything but the lines that every change and every refusal has. */
  readonly log: LogLine[];
  readonly requestLines: LogLine[];
  readonly audited: AuditEntry[];
  /** Refused calls of unknown callers. */
  readonly counted: Refusal[];
}

/** The HTTP interface over services that remember what they were asked and know the given entities only. */
export function fake(options: FakeOptions = {}): Fake {
  const calls: string[] = [];
  const log: LogLine[] = [];
  const requestLines: LogLine[] = [];
  const audited: AuditEntry[] = [];
  const counted: Refusal[] = [];
  const recorder: Recorder = (name, ...given) =>
    calls.push(`${name}(${given.map((it) => jsonOfValue(it)).join(", ")})`);
  let uuids = 0;
  const entityReader = { ...fakeEntityReader(options.entities ?? {}), ...options.entityReader };
  const orchestrators = (domain: string): Orchestrator => ({
    ...fakeOrchestrator(domain, recorder),
    ...options.orchestrator,
  });
  const healthy = async () => ({ checks: HEALTHY });
  const deps: HttpDeps = {
    app: { ...APP, ...options.app },
    clock: () => NOW,
    newUuid: () => `uuid-${++uuids}`,
    log: (event, fields) => void (event === "request" ? requestLines : log).push({ event, fields }),
    redact: (text) => text.replaceAll("hunter2-known", "***"),
    entityReader,
    entityWriter: { ...fakeEntityWriter(recorder, (row) => void audited.push(row)), ...options.entityWriter },
    versions: { ...fakeVersions(recorder), ...options.versions },
    memory: ownMemory,
    values: fakeValues(recorder, options.values ?? {}),
    discardLater: async (payloads) =>
      recorder(
        "discardLater",
        payloads.map((payload) => payload.key),
      ),
    admit: admitting(APP),
    knownScenarios: new KnownScenarios(),
    endsWithin: (_, work) => work(),
    orchestrators,
    repairs: { ...fakeRepairs, ...options.repairs },
    valueLists: {
      prefixes: { kv: "kv", r2: "r2" },
      list: async () => ({ keys: [], next: null }),
      has: async () => false,
    },
    runSubmission: async (domain, id) => void recorder("runSubmission", domain, id),
    runForRequest: async (domain, { job_id }) => {
      recorder("runForRequest", domain, job_id);
      return null;
    },
    sleep: () => new Promise(() => {}),
    content: { ...fakeContent(recorder), ...options.content },
    guard: options.guard ?? {
      open: async () => {},
      admit: async () => UNRESTRICTED,
      recognize: async () => UNRESTRICTED,
    },
    auth: options.auth ?? createTestAuth().auth,
    audit: {
      row: (entry) => ({ id: "row", at: NOW_TEXT, last_at: null, ...entry, count: 1 }),
      record: async (entry) => void audited.push(entry),
      count: async (refusal) => void counted.push(refusal),
      page: async () => pageOf([], null),
      ...options.audit,
    },
    release: { version: "1.2.3", build: null },
    health: options.health ?? healthy,
    shapes: async () => options.shapes ?? null,
    assets: options.assets,
  };
  const handler = createHttpHandler(deps);
  const handleRequest = async (request: Request) => {
    const later: Promise<unknown>[] = [];
    const answer = await documented(request, await handler(request, (work) => void later.push(work)));
    await Promise.all(later);
    return answer;
  };
  const handle = (path: string, init?: RequestInit) => handleRequest(new Request(BASE + path, init));
  return { handleRequest, handle, calls, log, requestLines, audited, counted };
}

const NOTHING_ODD = async () => ({ odd: [], count: 0, next: null });

const fakeRepairs: HttpDeps["repairs"] = {
  unfinished: async () => [],
  rows: async () => [],
  domains: async () => [],
  dataNodes: NOTHING_ODD,
  jobs: NOTHING_ODD,
  edits: NOTHING_ODD,
  named: async () => [],
  unnamed: async () => [],
  overdue: async () => [],
  lost: async () => [],
  latest: async () => [],
  removeJobs: async () => {},
  removeEdits: async () => {},
};

/** A page of the JSON texts of entities. */
export const pageOf = (items: readonly string[], next: string | null): Page => ({
  text: items.join(", "),
  count: items.length,
  next,
});

/** What fetch can't make: a GET with a body, as Taipy's clients send it. */
export function getWithBody(path: string, body: string, contentType = "application/json"): Request {
  const request = new Request(BASE + path, { method: "POST", body, headers: { "Content-Type": contentType } });
  Object.defineProperty(request, "method", { value: "GET" });
  return request;
}

export const jsonBody = (body: unknown, method = "POST"): RequestInit => ({
  method,
  body: JSON.stringify(body),
  headers: { "Content-Type": "application/json" },
});

type Recorder = (name: string, ...given: readonly unknown[]) => void;

const APP: App = {
  dataNodes: new Map(),
  tasks: new Map(),
  scenarios: new Map(),
  files: new Map(),
  job: { mode: "standalone", leaseMs: 1, workerRetryLimit: 1, objectsPerRegion: 4 },
  core: { mode: "development", versionNumber: "1.0", force: false, properties: {} },
  global: {},
  settings: { testing: false, env: null, secretKey: null },
  written: new Map(),
  auth: { sessionSeconds: 1, identityProviders: [] },
  http: { corsOrigins: [], auditDays: 90, compat: "off" },
} as unknown as App;

export const PAYLOAD: PayloadRef = aPayload("1", { hash: "00" });

export const dataNode = (fields: Partial<DataNodeSnapshot> = {}): DataNodeSnapshot => {
  const own = { id: "DATANODE_a_1", config_id: "a", version: "1.0", domain: "domain-a", revision: 1, payload: PAYLOAD };
  return aDataNode({ ...own, ...fields });
};

const task = (fields: Partial<Task> = {}): Task =>
  aTask({ version: "1.0", domain: "domain-t", function_module: "functions", ...fields });

export const job = (fields: Partial<Job> = {}): Job =>
  aJob({
    version: "1.0",
    domain: "domain-j",
    status: "PENDING",
    status_change_records: {},
    creation_date: NOW_TEXT,
    revision: 1,
    ...fields,
  });

export const submission = (fields: Partial<Submission> = {}): Submission =>
  aSubmission({
    version: "1.0",
    domain: "domain-s",
    creation_date: NOW_TEXT,
    submission_status: "PENDING",
    pending_jobs: ["JOB_t_1"],
    revision: 1,
    ...fields,
  });

function fakeEntityReader(entities: NonNullable<FakeOptions["entities"]>): EntityReader {
  const find = (kind: EntityKind, id: string): unknown => {
    const ofKind = entities[kind] ?? {};
    return Object.hasOwn(ofKind, id) ? ofKind[id] : null;
  };
  return {
    async get(kind, id) {
      const found = find(kind, id);
      return found === null ? null : JSON.stringify(found);
    },
    async page(kind, { after, limit, skip = 0 }) {
      const all = Object.keys(entities[kind] ?? {}).sort();
      const rest = all.filter((id) => after === null || id > after).slice(skip);
      const items = rest.slice(0, limit).map((id) => JSON.stringify(find(kind, id)));
      return pageOf(items, rest.length > limit ? (rest[limit - 1] ?? null) : null);
    },
    dataNode: async (id) => find("data_node", id) as DataNodeSnapshot | null,
    dataNodes: async () => ({ dataNodes: [], next: null }),
    knownDataNode: async (id) => find("data_node", id) as DataNodeSnapshot | null,
    configUses: async () => ({ uses: [], next: null }),
    edits: async () => pageOf([], null),
    edit: async () => null,
    job: async (id) => find("job", id) as Job | null,
    submission: async (id) => find("submission", id) as Submission | null,
    async submittable(_, kind, id) {
      if (find(kind, id) === null) throw new TaipyError(`${kind}_not_found`, `${LABELS[kind]}: ${id} does not exist.`);
      const entity = {
        entity_id: id,
        entity_type: TYPES[kind],
        entity_config_id: null,
        version: "1.0",
        domain: "domain-s",
      };
      return { entity, tasks: [], data_nodes: [], as_of: 0 };
    },
  };
}

const LABELS = { cycle: "Cycle", scenario: "Scenario", sequence: "Sequence", task: "Task" } as const;
const TYPES = { scenario: "SCENARIO", sequence: "SEQUENCE", task: "TASK" } as const;

function fakeEntityWriter(record: Recorder, audit: (entry: AuditEntry) => void): EntityWriter {
  const create = (name: string) => async (input: unknown) => {
    record(name, input);
    return '{"id": "new"}';
  };
  return {
    async createScenario(configId, { audit: row, region: __, ...chosen }) {
      record("createScenario", configId, ...(Object.keys(chosen).length > 0 ? [chosen] : []));
      if (row === undefined) throw new Error("A creation has a row");
      const { id: _, at: ___, last_at: ____, count: _____, ...entry } = row;
      audit({ ...entry, request_id: entry.request_id ?? "", entity_id: "new" });
      return '{"id": "new"}';
    },
    createSequence: create("createSequence"),
    createCycle: create("createCycle"),
    createTask: create("createTask"),
    createDataNode: create("createDataNode"),
    async taskFor(configId) {
      if (configId !== "t") throw new TaipyError("task_config_not_found", `Task config: ${configId} does not exist.`);
      return task();
    },
    deleteEntity: async (kind, id) => {
      if (id === "nope") throw new TaipyError(`${kind}_not_found`, `${LABELS[kind]}: ${id} does not exist.`);
      record("deleteEntity", kind, id);
    },
    deleteCascade: async (kind, id, force) => record("deleteCascade", kind, id, force),
  };
}

function fakeVersions(record: Recorder): Versions {
  const known = ["1.0", "0.9"];
  const existing = (version: string) => {
    if (!known.includes(version)) throw new TaipyError("version_not_found", `Version '${version}' does not exist.`);
    return version;
  };
  return {
    resolve: async (version = "1.0") => (version === "all" ? null : existing(version)),
    list: async () => known.map((id) => ({ id, creation_date: NOW_TEXT, is_latest: id === "1.0" })),
    remove: async (version, force) => record("removeVersion", existing(version), force),
  };
}

function fakeValues(record: Recorder, own: Partial<DataNodeContents>): DataNodeContents {
  const read = own.read ?? readingEach(async () => undefined);
  return {
    read,
    async write(_, value) {
      record("write", value);
      return PAYLOAD;
    },
    async select(node, selection, use) {
      const value = await readOne({ read }, node);
      const shape = isTabular(node.storage_type) ? "table" : "plain";
      return use(value === undefined ? null : selectFrom(value, selection, shape));
    },
    async append(node, value) {
      record("append", node.edit_number, value);
      return PAYLOAD;
    },
    check: async () => {},
    conforms: async () => {},
    mediaTypes: () => ["application/json"],
    ...own,
  };
}

function fakeContent(record: Recorder): HttpDeps["content"] {
  return {
    limit: 25 * 1_024 * 1_024,
    async put(body, content_type) {
      const bytes = new Uint8Array(await new Response(body).arrayBuffer());
      record("put", bytes.byteLength, content_type);
      return aStoredPayload("new", { content_type, size: bytes.byteLength, hash: "abc" });
    },
    has: async () => true,
    async open({ body }, range) {
      const bytes = new TextEncoder().encode(body ?? "");
      const part = range === null ? bytes : bytes.subarray(range.offset, range.offset + range.length);
      return new Response(part).body ?? new ReadableStream();
    },
    discard: async (keys) => record("discard", keys),
  };
}

function fakeOrchestrator(domain: string, record: Recorder): Orchestrator {
  const stored = <T>(value: T) => ({ ok: true, value: { value, stored: true } }) as const;
  const unused = () => Promise.reject(new Error("no handler may call this"));
  return {
    async submit({ entity, force, wait_ms }) {
      const waiting = wait_ms === undefined ? [] : [wait_ms];
      record("submit", domain, entity.entity_id, force, ...waiting);
      const ended = wait_ms === undefined ? {} : ({ submission_status: "COMPLETED", finished_at: NOW_TEXT } as const);
      return { ok: true, value: { submission: submission(ended), stored: true } };
    },
    async waitForSubmission(id, timeoutMs) {
      record("waitForSubmission", id, timeoutMs);
      const ended = submission({ submission_status: "COMPLETED", finished_at: NOW_TEXT });
      return { ok: true, value: { submission: ended, stored: true } };
    },
    async createJob(created) {
      record("createJob", domain, created.id);
      return stored(created);
    },
    async cancelJob(id, force) {
      record("cancelJob", domain, id, force);
      return stored(job());
    },
    async deleteJob(id) {
      record("deleteJob", domain, id);
      return stored(null);
    },
    async deleteSubmission(id) {
      record("deleteSubmission", domain, id);
      return stored(null);
    },
    async writeDataNode({ data_node, editor_id, comment, caller }) {
      record("writeDataNode", domain, data_node.id, editor_id, comment);
      return stored({
        ...PAYLOAD,
        data_node_id: data_node.id,
        number: 1,
        timestamp: NOW_TEXT,
        job_id: null,
        editor_id,
        actor: caller?.actor ?? null,
        comment,
      });
    },
    async lockDataNode(node, editor_id, duration, comment) {
      record("lockDataNode", domain, node.id, editor_id, duration, comment);
      return stored({ ...node, edit_in_progress: true, editor_id, editor_expiration_date: NOW_TEXT });
    },
    async unlockDataNode(node, editor_id) {
      record("unlockDataNode", domain, node.id, editor_id);
      return stored(node);
    },
    async deleteDataNode(node) {
      record("deleteDataNode", domain, node.id);
      return stored(null);
    },
    // What it is asked to submit again, it has deleted: the caller reads.
    submitKnown: async () => null,
    resubmit: unused,
    forgetNodes: unused,
    announceDeletion: unused,
    claim: unused,
    nextWork: unused,
    complete: unused,
    report: unused,
    heartbeat: unused,
    purge: unused,
    poke: unused,
    resume: unused,
    reportDeadLetter: unused,
    requestSlots: unused,
    returnSlots: unused,
    offerSlots: unused,
    inspect: unused,
    mend: unused,
  };
}

/** One entity of each kind, with the id `known`. */
export const KNOWN_ENTITIES = {
  data_node: { known: dataNode({ id: "known" }) },
  task: { known: {} },
  sequence: { known: {} },
  scenario: { known: {} },
  cycle: { known: {} },
  job: { known: job({ id: "known" }) },
  submission: { known: submission({ id: "known" }) },
} satisfies FakeOptions["entities"];
