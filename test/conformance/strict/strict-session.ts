import { type RawAnswer, send } from "../../harness/send.ts";
import { jsonOf } from "../comparison/answer-check.ts";
import { bodyProblems, operationAt } from "./schema-check.ts";
import type { TaipyOperation } from "./taipy-schemas.ts";

/** A call of one of Taipy's operations, and what its answer has that Taipy's has not. */
export interface StrictCall {
  readonly request: string;
  /** undefined = Taipy has no such operation. */
  readonly operation: TaipyOperation | undefined;
  readonly status: number;
  readonly problems: readonly string[];
}

/** A client that holds each answer against Taipy's schemas. */
export class StrictSession {
  readonly calls: StrictCall[] = [];
  readonly #url: string;
  readonly #query: string;
  readonly #headers: Readonly<Record<string, string>>;

  /** @param query is added to each request, after its own one */
  constructor(url: string, { query = "", headers = {} }: { query?: string; headers?: Record<string, string> } = {}) {
    this.#url = url;
    this.#query = query;
    this.#headers = headers;
  }

  /** @param type the content type of the body; none without a body */
  async call(method: string, path: string, body?: unknown, type = "application/json"): Promise<RawAnswer> {
    const asked = `/api/v1${path}${this.#query === "" ? "" : `${path.includes("?") ? "&" : "?"}${this.#query}`}`;
    const content = body === undefined ? {} : { "Content-Type": type };
    const answer = await send(this.#url, {
      method,
      path: asked,
      headers: { ...this.#headers, ...content },
      body: body === undefined ? undefined : typeof body === "string" ? body : JSON.stringify(body),
    });
    const operation = operationAt(method, asked);
    const problems = bodyProblems(operation, answer.status, jsonOf(answer));
    this.calls.push({ request: `${method} ${asked}`, operation, status: answer.status, problems });
    return answer;
  }

  /** The id in an answer to a creation. */
  async created(path: string, body?: unknown): Promise<string> {
    const answer = await this.call("POST", path, body);
    const [, entity] = Object.values(Object(jsonOf(answer))) as [string, { readonly id?: string }?];
    return entity?.id ?? "";
  }

  /** The id of the first entity of a list that has these fields. */
  async find(path: string, fields: Readonly<Record<string, unknown>>): Promise<string> {
    const all = jsonOf(await this.call("GET", path)) as readonly Readonly<Record<string, unknown>>[];
    const found = all.find((item) => Object.entries(fields).every(([key, value]) => item[key] === value));
    if (found === undefined) throw new Error(`${path} has no ${JSON.stringify(fields)}`);
    return String(found.id);
  }
}

const NOBODY = "nope";
const GROUPS = ["datanodes", "tasks", "sequences", "scenarios", "cycles", "jobs"] as const;

const CYCLE = {
  frequency: "DAILY",
  properties: { deep: { numbers: [1, 2.5, null] } },
  creation_date: "2026-11-23T18:30:00",
  start_date: "2026-11-23T00:00:00+02:00",
  end_date: "2026-11-23T23:59:59.999999",
};

/**
 * Each of Taipy's operations at work: creations, reads, lists, runs, writes and deletions.
 * @param unread members of a body that Taipy ignores
 */
export async function everySuccess(client: StrictSession, unread: object = { more: 1 }): Promise<void> {
  for (const group of GROUPS) await client.call("GET", `/${group}/`);
  const scenario = await client.created("/scenarios/?config_id=pipeline");
  const failing = await client.created("/scenarios/?config_id=failing");
  await client.created("/scenarios/?config_id=data_only");
  for (const config of ["price", "history", "params", "mem_in", "labelled"]) {
    await client.created(`/datanodes/?config_id=${config}`);
  }
  const task = await client.created("/tasks/?config_id=compute_total");
  const inert = await client.created("/jobs/?task_id=compute_total");
  const cycle = await client.created("/cycles/", CYCLE);
  const total = await client.find("/tasks/", { config_id: "compute_total", owner_id: scenario });
  const sequence = { scenario_id: scenario, sequence_name: "my sequence", task_ids: [total], ...unread };
  const sequenceId = await client.created("/sequences/", sequence);
  const node = await client.find("/datanodes/", { config_id: "price", owner_id: scenario });

  await client.call("PUT", `/datanodes/${node}/write/`, 12);
  await client.call("GET", `/datanodes/${node}/read/`);
  await client.call("POST", `/scenarios/submit/${scenario}/`);
  await client.call("POST", `/sequences/submit/${sequenceId}/`);
  await client.call("POST", `/tasks/submit/${task}/`);
  await client.call("POST", `/scenarios/submit/${failing}/`);
  await client.call("POST", `/jobs/cancel/${inert}/`);

  const job = await client.find("/jobs/", { status: "Status.FAILED" });
  const one = [
    ["datanodes", node],
    ["tasks", task],
    ["sequences", sequenceId],
    ["scenarios", scenario],
    ["cycles", cycle],
    ["jobs", job],
  ] as const;
  for (const group of GROUPS) await client.call("GET", `/${group}`);
  for (const [group, id] of one) await client.call("GET", `/${group}/${id}/`);
  for (const [group, id] of [...one].reverse())
    if (group !== "scenarios") await client.call("DELETE", `/${group}/${id}/`);
  await client.call("DELETE", `/scenarios/${failing}/`);
}

/** The refusals of each of Taipy's operations: what is not there, what is missing, and what is not valid. */
export async function everyRefusal(client: StrictSession): Promise<void> {
  for (const group of GROUPS) {
    await client.call("GET", `/${group}/${NOBODY}/`);
    await client.call("DELETE", `/${group}/${NOBODY}/`);
    await client.call("PATCH", `/${group}/`);
    await client.call("POST", `/${group}/`);
    await client.call("POST", `/${group}/`, "{", "application/json");
    await client.call("POST", `/${group}/`, "a", "text/plain");
    await client.call("POST", `/${group}/?config_id=${NOBODY}&task_id=${NOBODY}`, [NOBODY]);
  }
  for (const group of ["scenarios", "sequences", "tasks"]) await client.call("POST", `/${group}/submit/${NOBODY}/`);
  await client.call("POST", `/jobs/cancel/${NOBODY}/`);
  await client.call("GET", `/datanodes/${NOBODY}/read/`);
  await client.call("PUT", `/datanodes/${NOBODY}/write/`, 1);
  await client.call("PUT", `/datanodes/${NOBODY}/write/`, "{", "application/json");
  await client.call("PUT", `/datanodes/${NOBODY}/write/`, "1", "text/plain");
  await client.call("POST", "/cycles/", { frequency: 1, added: true });
  await client.call("POST", "/sequences/", { scenario_id: NOBODY, sequence_name: "a" });
  await client.call("POST", "/scenarios/?config_id=bad_sequence");
  const scenario = await client.created("/scenarios/?config_id=basic");
  await client.call("POST", "/sequences/", { scenario_id: scenario, sequence_name: "a/b" });
  const waiting = await client.created("/scenarios/?config_id=blocked");
  await client.call("POST", `/scenarios/submit/${waiting}/`);
  await client.call("DELETE", `/jobs/${await client.find("/jobs/", { status: "Status.BLOCKED" })}/`);
  const node = await client.find("/datanodes/", { config_id: "price", owner_id: scenario });
  const read = (body: unknown) => client.call("GET", `/datanodes/${node}/read/`, body);
  await read({ operators: 1, added: 1 });
  await read({ operators: [{ key: "a", operator: "EQUAL", value: 1 }] });
  await client.call("GET", "/nowhere/");
  await client.call("GET", `/datanodes/${"x".repeat(2_000)}/`);
}
