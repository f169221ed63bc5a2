import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import type { StorageTypeName } from "../../src/core/storage-types.ts";
import { runtimePids } from "../bench/figures/process-cpu.ts";
import { type Service, startService } from "../harness/service.ts";
import { peakDuring, residentOf } from "./resident.ts";

/** MB of V8's heap. */
const MOST_HEAP = 80;

/**
 * V8 collects garbage only when it must, so it gets a smaller heap than a Worker's: what fits is read in a Worker, too, and what
 * is measured is less garbage. Miniflare reads the variable when it starts a runtime; a value that does not fit ends it.
 */
process.env.MINIFLARE_WORKERD_V8_FLAGS = `--max-heap-size=${MOST_HEAP}`;

const WARM_UPS = 20;

/** A runtime of its own on a folder of its own, whose resident memory is measured. */
class Runtime {
  readonly service: Service;
  readonly #pid: number;
  readonly #folder: string;

  private constructor(service: Service, pid: number, folder: string) {
    this.service = service;
    this.#pid = pid;
    this.#folder = folder;
  }

  static async start(entry: string): Promise<Runtime> {
    const folder = await mkdtemp(path.join(os.tmpdir(), "taipy-edge-memory-"));
    const before = await runtimePids();
    const service = await startService({ entry, persistTo: folder, deployed: true });
    const pid = [...(await runtimePids())].find((found) => !before.has(found));
    if (pid === undefined) throw new Error("The runtime has no process of its own");
    return new Runtime(service, pid, folder);
  }

  /** The result of some work, and the peak of resident memory meanwhile, in MB above what it was before. */
  async measure<T>(work: () => Promise<T>): Promise<{ readonly done: T; readonly peak: number }> {
    const { now: idle } = await residentOf(this.#pid);
    const { done, peak } = await peakDuring(this.#pid, work);
    return { done, peak: peak - idle };
  }

  async stop(): Promise<void> {
    await this.service.stop();
    await rm(this.#folder, { recursive: true, force: true });
  }
}

export interface Sent {
  readonly status: number;
  readonly text: string;
}

/** A service with a data node of each storage type in a runtime of its own. */
export interface Subject {
  /** Uploads a file, and reads it some times if it was accepted. */
  take(type: StorageTypeName, bytes: Uint8Array, mediaType: string, reads: number): Promise<Sent>;
  measure: Runtime["measure"];
  stop(): Promise<void>;
}

export async function startSubject(): Promise<Subject> {
  const runtime = await Runtime.start("test/memory/memory-worker.ts");
  const { service } = runtime;
  await service.fetch("/api/v1/scenarios/?config_id=targets", { method: "POST" });
  const nodes = (await (await service.fetch("/api/v1/datanodes/")).json()) as { id: string; config_id: string }[];
  const ids = new Map(nodes.map((node) => [node.config_id, node.id]));
  const at = (type: string, rest: string) => `${service.url}/api/v1/datanodes/${ids.get(type)}/${rest}`;

  async function take(type: StorageTypeName, bytes: Uint8Array, mediaType: string, reads: number): Promise<Sent> {
    const sent = await send(at(type, "content/"), bytes, mediaType);
    if (sent.status !== 200) return sent;
    for (let count = 0; count < reads; count += 1) {
      const read = await fetch(at(type, "read/"));
      const size = await drain(read);
      if (read.status !== 200) return { status: read.status, text: `An answer of ${size} bytes` };
    }
    return sent;
  }

  for (let count = 0; count < WARM_UPS; count += 1) await take("json", ONE, "application/json", 1);
  return { take, measure: (work) => runtime.measure(work), stop: () => runtime.stop() };
}

/** Uploads a file to a fresh service, and reads it some times if it was accepted. */
export async function measureFile(type: StorageTypeName, bytes: Uint8Array, mediaType: string, reads: number) {
  const subject = await startSubject();
  try {
    return await subject.measure(() => subject.take(type, bytes, mediaType, reads));
  } finally {
    await subject.stop();
  }
}

/** What the local platform itself takes for a value of so many bytes that is put once and read some times. */
export async function measureControl(size: number, reads: number): Promise<number> {
  const runtime = await Runtime.start("test/memory/control-worker.ts");
  try {
    const put = (bytes: Uint8Array, count: number) =>
      send(`${runtime.service.url}/?reads=${count}`, bytes, "application/octet-stream");
    for (let count = 0; count < WARM_UPS; count += 1) await put(ONE, 1);
    const { peak } = await runtime.measure(() => put(new Uint8Array(size), reads));
    return peak;
  } finally {
    await runtime.stop();
  }
}

const ONE = new TextEncoder().encode("1");

async function send(url: string, bytes: Uint8Array, mediaType: string): Promise<Sent> {
  const headers = { "Content-Type": mediaType };
  const answer = await fetch(url, { method: "PUT", headers, body: bytes as Uint8Array<ArrayBuffer> });
  return { status: answer.status, text: await answer.text() };
}

/** Reads an answer without keeping it. */
async function drain({ body }: Response): Promise<number> {
  let size = 0;
  for await (const chunk of body ?? []) size += chunk.byteLength;
  return size;
}
