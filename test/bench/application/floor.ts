import { DurableObject } from "cloudflare:workers";
import type { Env as ProductEnv } from "../../../src/env.ts";
import { insertCopy, readTemplate, type Template } from "../workloads/template.ts";
import { countedObject, countedWorker } from "./counted-worker.ts";
import { FORMS, type FormName } from "./floor-forms.ts";

type Env = Omit<ProductEnv, "ORCHESTRATOR" | "JOBS"> & {
  readonly ORCHESTRATOR: DurableObjectNamespace<FloorObject>;
  readonly JOBS: Queue<FloorMessage>;
};

interface FloorMessage {
  readonly object: string;
  readonly job_id: string;
  /** Whether the end of the job is written to D1, as the rows of a submission of three tasks. */
  readonly stored: boolean;
}

/** The rows of one value: the least that a write stores in D1. */
const NEW_EDIT = `INSERT INTO edits (data_node_id, number, timestamp, tier, content_type, size, hash, key, body)
  VALUES (?1, ?2, ?3, ?4, 'application/json', ?5, '', ?6, ?7)`;
const NEW_STATE = "UPDATE data_nodes SET last_edit_date = ?3, edit_number = ?2, revision = ?2 WHERE id = ?1";

class FloorObject extends DurableObject<Env> {
  readonly #waiting = new Map<string, () => void>();
  #template: Promise<Template> | null = null;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    ctx.storage.sql.exec("CREATE TABLE IF NOT EXISTS nodes (id TEXT PRIMARY KEY, number INTEGER, body TEXT)");
    ctx.storage.sql.exec("CREATE TABLE IF NOT EXISTS jobs (id TEXT PRIMARY KEY, status TEXT)");
  }

  async write(id: string, key: string | null, body: string | null, size: number): Promise<void> {
    const [row] = this.ctx.storage.sql
      .exec<{ number: number }>(
        `INSERT INTO nodes VALUES (?1, 1, ?2)
         ON CONFLICT (id) DO UPDATE SET number = number + 1, body = excluded.body RETURNING number`,
        id,
        body,
      )
      .toArray();
    const number = row?.number ?? 1;
    const now = new Date().toISOString();
    await this.env.DB.batch([
      this.env.DB.prepare(NEW_EDIT).bind(id, number, now, key === null ? "inline" : "kv", size, key, body),
      this.env.DB.prepare(NEW_STATE).bind(id, number, now),
    ]);
  }

  wait(jobId: string): Promise<void> {
    return new Promise((resolve) => this.#waiting.set(jobId, resolve));
  }

  async done(jobId: string, stored: boolean): Promise<void> {
    this.ctx.storage.sql.exec("INSERT INTO jobs VALUES (?, 'COMPLETED')", jobId);
    if (stored) {
      this.#template ??= readTemplate(this.env.DB, "submission");
      await insertCopy(this.env.DB, await this.#template);
    }
    this.#waiting.get(jobId)?.();
    this.#waiting.delete(jobId);
  }
}

let creation: Promise<Template> | null = null;

const jsonAnswer = (body: BodyInit | null): Response =>
  new Response(body, { headers: { "Content-Type": "application/json" } });

/** The smallest Worker that does the work of each path on the platform. */
async function answer(request: Request, env: Env): Promise<Response> {
  const { pathname, searchParams } = new URL(request.url);
  const text = (name: string): string => searchParams.get(name) ?? "";
  switch (pathname) {
    case "/bare":
      return jsonAnswer('{"ok":true}');
    case "/entity": {
      if (searchParams.has("limited")) await env.REQUEST_LIMIT?.limit({ key: "floor" });
      const body = await env.DB.prepare("SELECT body FROM floor_entities WHERE kind = ? AND id = ?")
        .bind(text("kind"), text("id"))
        .first<string>("body");
      return jsonAnswer(body);
    }
    case "/page":
      return jsonAnswer(await FORMS[text("form") as FormName](env.DB, text("kind"), Number(text("limit"))));
    case "/create": {
      creation ??= readTemplate(env.DB, "creation");
      await insertCopy(env.DB, await creation);
      return jsonAnswer('{"created":true}');
    }
    case "/read": {
      const edit = await env.DB.prepare(
        "SELECT key, body FROM edits WHERE data_node_id = ? ORDER BY number DESC LIMIT 1",
      )
        .bind(text("node"))
        .first<{ key: string | null; body: string | null }>();
      return jsonAnswer(edit?.key == null ? (edit?.body ?? null) : await env.PAYLOADS.get(edit.key, "stream"));
    }
    case "/write": {
      const body = await request.text();
      await objectOf(env, text("node")).write(text("node"), null, body, body.length);
      return jsonAnswer('{"written":true}');
    }
    case "/upload": {
      const key = crypto.randomUUID();
      if (request.body !== null) await env.PAYLOADS.put(key, request.body);
      await objectOf(env, text("node")).write(text("node"), key, null, Number(request.headers.get("Content-Length")));
      return jsonAnswer('{"written":true}');
    }
    case "/run": {
      const object = text("object");
      const job_id = crypto.randomUUID();
      const ended = objectOf(env, object).wait(job_id);
      await env.JOBS.send({ object, job_id, stored: text("stored") === "true" });
      await ended;
      return jsonAnswer('{"ended":true}');
    }
    case "/chain":
      await objectOf(env, text("object")).done(crypto.randomUUID(), true);
      return jsonAnswer('{"ended":true}');
    default:
      return new Response("No such floor", { status: 404 });
  }
}

const objectOf = (env: Env, name: string) => env.ORCHESTRATOR.get(env.ORCHESTRATOR.idFromName(name));

async function consume({ messages }: MessageBatch<FloorMessage>, env: Env): Promise<void> {
  await Promise.all(messages.map(({ body: { object, job_id, stored } }) => objectOf(env, object).done(job_id, stored)));
}

// The bindings are those of the product; only the type of the messages is another one.
type Counted = Parameters<typeof countedWorker>[0];
export const Orchestrator = countedObject(FloorObject as unknown as Parameters<typeof countedObject>[0]);
export default countedWorker({ fetch: answer, queue: consume } as unknown as Counted);
