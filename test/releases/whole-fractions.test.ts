import { describe, expect, it } from "vitest";
import type { Service } from "../harness/service.ts";
import { CURRENT, create, inTurn, LAST, read, submit } from "./store-in-turn.ts";

/** Three starts of the service, on a machine that is busy. */
const LIMIT_MS = 240_000;

/** What a client of this release writes, by configuration: the second one is more than JSON can hold. */
const WRITTEN = {
  base: "1.0",
  gate: "[NaN, 1.0, -0.0, 1]",
  held: '{"a": [1.0, 2.5, 1e3]}',
  document: '{"rows": [{"name": "a", "amount": 2.0}]}',
};
type Config = keyof typeof WRITTEN;

async function textOf(service: Service, node: string | undefined): Promise<string> {
  return (await service.fetch(`/api/v1/datanodes/${node}/read/`)).text();
}

describe("whole fractions that this release has written", () => {
  it("are numbers for release 0.1.0 and for its tasks, and fractions again for this release", {
    timeout: LIMIT_MS,
  }, async () => {
    const nodes: Partial<Record<Config, string>> = {};
    let skipping = "";
    await inTurn([CURRENT, LAST, CURRENT], async (service, phase) => {
      if (phase === 0) {
        const created = await create(service, "skipping");
        skipping = created.id;
        for (const config of ["gated", "converting"]) Object.assign(nodes, (await create(service, config)).nodes);
        Object.assign(nodes, created.nodes);
        for (const [config, body] of Object.entries(WRITTEN)) {
          const init = { method: "PUT", body, headers: { "Content-Type": "application/json" } };
          const answer = await service.fetch(`/api/v1/datanodes/${nodes[config as Config]}/write/`, init);
          expect(answer.status, await answer.text()).toBe(200);
        }
      }
      const values: unknown[] = [];
      for (const config of Object.keys(WRITTEN)) values.push(await read(service, nodes[config as Config] ?? ""));
      // As texts, since release 0.1.0 makes 0 of -0.
      const numbers = JSON.stringify(values);
      expect(JSON.parse(numbers)).toEqual([
        1,
        [null, 1, 0, 1],
        { a: [1, 2.5, 1_000] },
        { rows: [{ name: "a", amount: 2 }] },
      ]);
      if (phase === 1) {
        expect((await submit(service, skipping, true)).status).toBe("COMPLETED");
        return;
      }
      expect(await textOf(service, nodes.base)).toBe('{"data": 1.0}\n');
      expect(await textOf(service, nodes.gate)).toBe('{"data": [null,1.0,-0.0,1]}\n');
      expect(await textOf(service, nodes.held)).toBe('{"data": {"a":[1.0,2.5,1000.0]}}\n');
      expect(await textOf(service, nodes.document)).toBe('{"data": {"rows":[{"name":"a","amount":2.0}]}}\n');
    });
  });
});
