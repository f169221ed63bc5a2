import type { Reachable } from "../../service/api.ts";
import type { Random } from "../random.ts";
import type { Accepted, WrittenNode } from "./accepted.ts";
import { type Outcome, tick } from "./register.ts";

/** An answer that the client did not expect, or one that leaves open what has happened. */
export interface Answer<Body> {
  readonly status: number;
  /** null = not a success. */
  readonly body: Body | null;
}

export interface ClientOptions {
  readonly service: Reachable;
  readonly accepted: Accepted;
  readonly random: Random;
  /** Whether parts of the platform fail, so that the service may answer 503. */
  readonly isFaulty: boolean;
}

const PAUSE_MS = 200;
const UNAVAILABLE = 503;
const FULL = 507;
const NOT_STORED = 202;

/** A caller that remembers what the service has promised it. Every method throws a TypeError when the connection breaks. */
export class Client {
  readonly service: Reachable;
  readonly accepted: Accepted;
  readonly random: Random;
  readonly #isFaulty: boolean;

  constructor({ service, accepted, random, isFaulty }: ClientOptions) {
    this.service = service;
    this.accepted = accepted;
    this.random = random;
    this.#isFaulty = isFaulty;
  }

  /** Asks for something, and leaves before the answer. */
  async leave(method: string, path: string, afterMs: number): Promise<void> {
    const signal = AbortSignal.timeout(afterMs);
    try {
      await this.service.fetch(`/api/v1${path}`, { method, signal });
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }

  /** Asks for something. Any status beside success, 503 and 507 under faults, and those that are `allowed` is noted as wrong. */
  async ask<Body>(method: string, path: string, init: RequestInit = {}, allowed: readonly number[] = []) {
    const startMs = performance.now();
    const response = await this.service.fetch(`/api/v1${path}`, { ...init, method });
    const text = await response.text();
    const { accepted } = this;
    accepted.slowestMs = Math.max(accepted.slowestMs, performance.now() - startMs);
    const { status } = response;
    accepted.answers.set(status, (accepted.answers.get(status) ?? 0) + 1);
    if (response.ok) return { status, body: parsed<Body>(response, text) };
    if ((status === UNAVAILABLE || status === FULL) && this.#isFaulty)
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    else if (!allowed.includes(status)) accepted.refusals.push(`${method} ${path}: ${status} ${text.slice(0, 300)}`);
    return { status, body: null };
  }

  get<Body>(path: string, allowed: readonly number[] = []): Promise<Answer<Body>> {
    return this.ask<Body>("GET", path, {}, allowed);
  }

  post<Body>(path: string, allowed: readonly number[] = []): Promise<Answer<Body>> {
    return this.ask<Body>("POST", path, {}, allowed);
  }

  /** Writes to a node and, when the answer is 200, reads it at once. */
  async write(id: string, node: WrittenNode, verb: Verb, value: unknown, editor?: string): Promise<Outcome> {
    const sent = node.register.send(value);
    const { method, path, init } = verb(value);
    const author = `comment=${encodeURIComponent(sent.tag)}${editor === undefined ? "" : `&editor_id=${editor}`}`;
    const { status } = await this.ask(method, `/datanodes/${id}/${path}?${author}`, init, [LOCKED]);
    const outcome = outcomeOf(status);
    node.register.answered(sent, outcome);
    if (outcome === "shown") await this.check(id, node, sent.tag);
    return outcome;
  }

  /** Reads a node; a value that refutes an earlier answer is noted. */
  async check(id: string, { register, kind }: WrittenNode, reason: string): Promise<void> {
    const start = tick();
    const value = await this.read(id, kind);
    const problem = value === undefined ? null : register.refutes(start, value);
    if (problem !== null) this.accepted.falseAnswers.push(`${id}, read after ${reason}, ${problem}`);
  }

  /** undefined = the service did not answer with a value. */
  async read(id: string, kind: WrittenNode["kind"]): Promise<unknown> {
    if (kind === "file") return (await this.get<string>(`/datanodes/${id}/content`)).body ?? undefined;
    const { body } = await this.get<{ data: unknown }>(`/datanodes/${id}/read/`);
    return body?.data;
  }
}

const LOCKED = 423;

function outcomeOf(status: number): Outcome {
  if (status === NOT_STORED) return "accepted";
  if (status < 300) return "shown";
  return status < 500 ? "refused" : "unknown";
}

function parsed<Body>(response: Response, text: string): Body {
  const isJson = response.headers.get("Content-Type")?.startsWith("application/json") ?? false;
  return (isJson ? JSON.parse(text) : text) as Body;
}

/** The request that writes a value. */
export type Verb = (value: unknown) => { readonly method: string; readonly path: string; readonly init: RequestInit };

const jsonBody = (value: unknown): RequestInit => ({
  body: JSON.stringify(value),
  headers: { "Content-Type": "application/json" },
});

export const replacing: Verb = (value) => ({ method: "PUT", path: "write/", init: jsonBody(value) });
export const appending: Verb = (value) => ({ method: "POST", path: "append/", init: jsonBody([value]) });
export const uploading: Verb = (value) => ({
  method: "PUT",
  path: "content",
  init: { body: String(value), headers: { "Content-Type": "text/csv" } },
});
