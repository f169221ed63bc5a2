import type { SubmitInput } from "../../../src/usecases/jobs/submit.ts";
import type { Platform } from "../processes.ts";

type Kind = SubmitInput["kind"] | "data_node";

/** What clients work on: anything that D1 shows when they choose. */
export class Targets {
  readonly #platform: Platform;

  constructor(platform: Platform) {
    this.#platform = platform;
  }

  id(kind: Kind): string {
    const sql = {
      scenario: "SELECT id FROM scenarios ORDER BY id",
      sequence: "SELECT 'SEQUENCE_' || name || '_' || scenario_id AS id FROM sequences ORDER BY id",
      task: "SELECT id FROM tasks ORDER BY id",
      data_node: "SELECT id FROM data_nodes ORDER BY id",
    }[kind];
    return this.any<{ id: string }>(sql)?.id ?? "nothing";
  }

  /** What other domains read, and what jobs wait for until a client writes it, gets more attention than its number. */
  node(): string {
    const node = this.any<{ id: string }>(
      `SELECT id FROM data_nodes AS n WHERE domain = id OR (last_edit_date IS NULL AND NOT EXISTS
         (SELECT 1 FROM tasks, json_each(tasks.output_ids) AS o WHERE o.value = n.id)) ORDER BY id`,
    );
    return (this.#platform.world.random.chance(0.5) && node?.id) || this.id("data_node");
  }

  /** The tasks and data nodes of a scenario. */
  ownedBy(id: string): string[] {
    const owned = "SELECT id FROM tasks WHERE owner_id = ?1 UNION ALL SELECT id FROM data_nodes WHERE owner_id = ?1";
    return this.#platform.d1.all<{ id: string }>(owned, id).map((row) => row.id);
  }

  /** Of scenarios as release 0.1.0 has made them. */
  ownDomains(): string[] {
    const own = "SELECT DISTINCT domain FROM scenarios WHERE domain GLOB 'SCENARIO_*' ORDER BY domain";
    return this.#platform.d1.all<{ domain: string }>(own).map(({ domain }) => domain);
  }

  job(): { readonly id: string; readonly domain: string } | undefined {
    return this.any("SELECT id, domain FROM jobs ORDER BY id");
  }

  submission(): { readonly id: string; readonly domain: string } | undefined {
    return this.any("SELECT id, domain FROM submissions ORDER BY id");
  }

  any<Row>(sql: string): Row | undefined {
    const { d1, world } = this.#platform;
    return world.random.pick(d1.all<Row>(sql));
  }
}
