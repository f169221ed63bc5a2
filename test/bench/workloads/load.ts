import { Agent, type IncomingMessage, request } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { cpuMs } from "../figures/process-cpu.ts";
import { quantile } from "../figures/statistics.ts";
import { isClosed } from "./repeatable.ts";

export interface Call {
  readonly method: "GET" | "POST" | "PUT";
  readonly path: string;
  readonly body?: Uint8Array | string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A runtime under load. */
export interface Target {
  readonly url: string;
  readonly pid: number;
}

export interface Load {
  readonly connections: number;
  /** The call number `turn` of connection number `connection`. */
  readonly call: (connection: number, turn: number) => Call;
  /** The load ends after this time, as soon as the running calls have ended, … */
  readonly durationMs?: number;
  /** … or after this number of calls. */
  readonly calls?: number;
}

export interface Round {
  readonly requests: number;
  readonly requests_per_second: number;
  readonly p50_ms: number;
  readonly p99_ms: number;
  readonly cpu_ms_per_request: number;
  readonly bytes_per_answer: number;
  /** The share of one core that the load generator used: near 1 the generator was the limit, not the service. */
  readonly generator_busy: number;
}

/** Waits this long after the load, because work after the answer, such as a drain, belongs to the cost of a request. */
const AFTERMATH_MS = 60;
/** Only ends what hangs: on a busy machine a list of thousands of entities takes minutes. */
const PATIENCE_MS = 600_000;

const agent = new Agent({ keepAlive: true, maxSockets: Number.POSITIVE_INFINITY });

export interface Loop {
  readonly connections: number;
  /** What connection number `connection` does at its turn number `turn`. */
  readonly act: (connection: number, turn: number) => Promise<void>;
  /** The loop ends after this time, as soon as the running turns have ended, … */
  readonly durationMs?: number | undefined;
  /** … or after this number of turns. */
  readonly turns?: number | undefined;
}

export interface Turns {
  /** How long each turn took, the shortest first. */
  readonly latencies: readonly number[];
  readonly wallMs: number;
  readonly generatorBusy: number;
}

/** Closed loop: every connection begins its next turn when its last one has ended. */
export async function closedLoop({ connections, act, durationMs, turns }: Loop): Promise<Turns> {
  const latencies: number[] = [];
  let started = 0;
  const limit = turns ?? Number.POSITIVE_INFINITY;
  const generatorBefore = process.cpuUsage();
  const start = performance.now();
  const end = start + (durationMs ?? Number.POSITIVE_INFINITY);
  async function connection(index: number): Promise<void> {
    for (let turn = 0; started < limit && performance.now() < end; turn += 1) {
      started += 1;
      const begun = performance.now();
      await act(index, turn);
      latencies.push(performance.now() - begun);
    }
  }
  await Promise.all(Array.from({ length: connections }, (_, index) => connection(index)));
  const wallMs = performance.now() - start;
  const { user, system } = process.cpuUsage(generatorBefore);
  const sorted = latencies.toSorted((a, b) => a - b);
  return { latencies: sorted, wallMs, generatorBusy: (user + system) / 1_000 / wallMs };
}

export async function load(target: Target, { connections, call, durationMs, calls }: Load): Promise<Round> {
  let bytes = 0;
  const cpuBefore = await cpuMs(target.pid);
  const act = async (connection: number, turn: number) => {
    const size = await send(target.url, call(connection, turn));
    bytes += size;
  };
  const { latencies, wallMs, generatorBusy } = await closedLoop({ connections, act, durationMs, turns: calls });
  await sleep(AFTERMATH_MS);
  const requests = latencies.length;
  return {
    requests,
    requests_per_second: (requests / wallMs) * 1_000,
    p50_ms: quantile(latencies, 0.5),
    p99_ms: quantile(latencies, 0.99),
    cpu_ms_per_request: ((await cpuMs(target.pid)) - cpuBefore) / requests,
    bytes_per_answer: bytes / requests,
    generator_busy: generatorBusy,
  };
}

/** The size of the answer. @throws Error for an answer other than success, which ends the measurement */
async function send(url: string, call: Call): Promise<number> {
  const incoming = await answerTo(url, call);
  return new Promise((resolve, reject) => {
    let size = 0;
    incoming.on("data", (chunk: Buffer) => {
      size += chunk.length;
    });
    incoming.on("end", () => resolve(size));
    incoming.on("error", reject);
  });
}

/** One call, outside the measurement. */
export async function ask<Answer>(url: string, call: Call): Promise<Answer> {
  const chunks: Buffer[] = [];
  for await (const chunk of await answerTo(url, call)) chunks.push(chunk as Buffer);
  return JSON.parse(Buffer.concat(chunks).toString("utf8")) as Answer;
}

function answerTo(url: string, call: Call): Promise<IncomingMessage> {
  const { method, path, body, headers: given } = call;
  const ofBody =
    body === undefined ? {} : { "Content-Type": "application/json", "Content-Length": String(Buffer.byteLength(body)) };
  const headers = { ...ofBody, ...given };
  return new Promise((resolve, reject) => {
    const outgoing = request(`${url}${path}`, { agent, method, headers }, (incoming) => {
      const { statusCode = 0 } = incoming;
      if (statusCode === 200 || statusCode === 201) return resolve(incoming);
      incoming.setEncoding("utf8").once("data", (text: string) => {
        reject(new Error(`${method} ${path} answered ${statusCode}: ${text.slice(0, 500)}`));
      });
    });
    outgoing.on("error", (error) => {
      // The runtime closed an idle connection, and has not read the call.
      if (outgoing.reusedSocket && isClosed(error)) resolve(answerTo(url, call));
      else reject(error);
    });
    outgoing.setTimeout(PATIENCE_MS, () => outgoing.destroy(new Error(`${method} ${path}: no answer`)));
    outgoing.end(body);
  });
}
