import { startService } from "../harness/service.ts";
import { COUNTING } from "./figures/counts.ts";
import { runtimePids } from "./figures/process-cpu.ts";
import { ask, type Target } from "./workloads/load.ts";
import { repeatable } from "./workloads/repeatable.ts";
import { FLOOR_TABLES, seed, seedFloor } from "./workloads/seed.ts";
import { endOfSubmission, keepTemplate, type Template, templateOf } from "./workloads/template.ts";

/** The variables of a service that requires no credentials. */
const OPEN = { AUTH_MODE: "none" };
/** The administrator's key of the service that requires credentials. */
export const ADMIN_KEY = "an-administrators-key-of-the-bench-0123456789";
const GUARDED = { AUTH_MODE: "required", ADMIN_KEY };

export interface Instance extends Target {
  readonly kind: "product" | "guarded" | "floor";
  readonly db: D1Database;
  stop(): Promise<void>;
}

/** The number of entities of each kind by default. */
export const USUAL_STORE = 1_000;
/** The number of entities of each kind in the database of the floor. */
const FLOOR_STORE = 5_000;

export const KINDS = { scenario: "scenarios", data_node: "datanodes", job: "jobs" } as const;
export type Kind = keyof typeof KINDS;

/** The runtimes of one run. Each is started at its first use. */
export class Fleet {
  readonly #started = new Map<string, Promise<Instance>>();
  #last: Promise<unknown> = Promise.resolve();
  readonly #scenarios = new Map<string, Promise<{ readonly created: Template; readonly ended: Template }>>();

  /** A service with an empty database, for creations and submissions. */
  product(): Promise<Instance> {
    return this.#once("product", () => start("product"));
  }

  /** A service with `size` scenarios, data nodes and jobs each; only for reads. */
  store(size: number): Promise<Instance> {
    return this.#seeded(`store of ${size}`, size);
  }

  /** A service that requires a key, as it is deployed, with the usual number of entities. */
  guarded(): Promise<Instance> {
    return this.#seeded("guarded", USUAL_STORE, "guarded");
  }

  async floor(): Promise<Instance> {
    return this.#floor("floor", {});
  }

  /** The same Worker, counting. Its times are not measured. */
  async counting(kind: Instance["kind"]): Promise<Instance> {
    const variables = { [COUNTING]: "true" };
    if (kind === "floor") return this.#floor("counting floor", variables);
    return this.#seeded(`counting ${kind}`, USUAL_STORE, kind, variables);
  }

  async stop(): Promise<void> {
    const all = await Promise.allSettled(this.#started.values());
    await Promise.all(all.map((instance) => (instance.status === "fulfilled" ? instance.value.stop() : null)));
  }

  async #seeded(
    name: string,
    size: number,
    kind: Instance["kind"] = "product",
    variables: Readonly<Record<string, string>> = {},
  ): Promise<Instance> {
    const template = await this.#usual();
    return this.#once(name, async () => {
      const instance = await start(kind, variables);
      await seed(instance.db, template, size);
      return instance;
    });
  }

  async #floor(name: string, variables: Readonly<Record<string, string>>): Promise<Instance> {
    const source = await this.store(FLOOR_STORE);
    const { created } = await this.#scenario("usual");
    const { ended: chain } = await this.#scenario("chain3");
    return this.#once(name, async () => {
      const instance = await start("floor", variables);
      await repeatable(() => instance.db.batch(FLOOR_TABLES.map((sql) => instance.db.prepare(sql))));
      await keepTemplate(instance.db, "creation", created);
      await keepTemplate(instance.db, "submission", endOfSubmission(chain));
      for (const [kind, path] of Object.entries(KINDS)) {
        const list = { method: "GET", path: `/api/v1/${path}/` } as const;
        await seedFloor(instance.db, kind, await ask<{ id: string }[]>(source.url, list));
      }
      return instance;
    });
  }

  /** The rows of a scenario with 3 tasks and 5 data nodes after its run. */
  async #usual(): Promise<Template> {
    return (await this.#scenario("usual")).ended;
  }

  /** The rows of a scenario after its creation, and after its run. */
  #scenario(config: string): Promise<{ readonly created: Template; readonly ended: Template }> {
    const known = this.#scenarios.get(config);
    if (known !== undefined) return known;
    const made = this.product().then(async ({ url, db }) => {
      const id = await createScenario(url, config);
      const created = await templateOf(db, id);
      await ask(url, submitCall(id));
      return { created, ended: await templateOf(db, id) };
    });
    this.#scenarios.set(config, made);
    return made;
  }

  /** One after the other, because the process of a runtime is found as the newest one. */
  #once(name: string, create: () => Promise<Instance>): Promise<Instance> {
    const known = this.#started.get(name);
    if (known !== undefined) return known;
    const instance = this.#last.then(create);
    this.#last = instance.catch(() => {});
    this.#started.set(name, instance);
    return instance;
  }
}

/** A fresh runtime with an empty database. */
async function start(kind: Instance["kind"], variables: Readonly<Record<string, string>> = {}): Promise<Instance> {
  const entry = kind === "floor" ? "test/bench/application/floor.ts" : "test/bench/application/worker.ts";
  const before = await runtimePids();
  const { url, miniflare, stop } = await startService({
    entry,
    deployed: true,
    variables: { ...(kind === "guarded" ? GUARDED : OPEN), ...variables },
  });
  const [pid] = [...(await runtimePids())].filter((found) => !before.has(found));
  if (pid === undefined) throw new Error("The runtime's process was not found");
  return { kind, url, pid, stop, db: (await miniflare.getD1Database("DB")) as unknown as D1Database };
}

export const submitCall = (scenarioId: string) =>
  ({ method: "POST", path: `/api/v1/scenarios/submit/${scenarioId}/?wait=true` }) as const;

export async function createScenario(url: string, config: string): Promise<string> {
  const path = `/api/v1/scenarios/?config_id=${config}`;
  const { scenario } = await ask<{ scenario: { id: string } }>(url, { method: "POST", path });
  return scenario.id;
}
