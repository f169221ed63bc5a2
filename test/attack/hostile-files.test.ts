import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DECODERS } from "../harness/hostile/decoders.ts";
import { send } from "../harness/send.ts";
import { type Service, startService } from "../harness/service.ts";
import { INSIDE } from "./fortress.ts";

let service: Service;
let ids: ReadonlyMap<string, string>;

beforeAll(async () => {
  service = await startService({ entry: "test/memory/memory-worker.ts" });
  await service.fetch("/api/v1/scenarios/?config_id=targets", { method: "POST" });
  const nodes = (await (await service.fetch("/api/v1/datanodes/")).json()) as { id: string; config_id: string }[];
  ids = new Map(nodes.map(({ id, config_id }) => [config_id, id]));
});

afterAll(() => service?.stop());

const at = (config: string, rest: string) => `/api/v1/datanodes/${ids.get(config)}/${rest}`;

/** Everything that is kept of values. */
async function kept(): Promise<readonly string[]> {
  const kv = await service.miniflare.getKVNamespace("PAYLOADS");
  const r2 = await service.miniflare.getR2Bucket("LARGE_PAYLOADS");
  const { keys } = await kv.list();
  const { objects } = await r2.list();
  return [...keys.map(({ name }) => name), ...objects.map(({ key }) => key)];
}

describe.each(DECODERS)("a file that a Worker can't hold, read as $name", ({ type, mediaType, hostile }) => {
  it.each(hostile)(
    "is refused with what is too much and where, and nothing is kept of it: $file.name",
    async ({ file, says }) => {
      const headers = { "Content-Type": mediaType };
      const { status, text } = await send(service.url, {
        method: "PUT",
        path: at(type, "content/"),
        headers,
        body: file.bytes,
      });
      expect(JSON.parse(text).message).toMatch(says);
      expect(text).not.toMatch(INSIDE);
      expect([413, 422]).toContain(status);
      expect(await kept()).toEqual([]);
      const shown = (await (await service.fetch(at(type, ""))).json()) as { datanode: { edits: unknown[] } };
      expect(shown.datanode.edits).toEqual([]);
    },
  );

  it("does not keep the next file from being read", async () => {
    const read = await service.fetch(at(type, "read/"));
    expect([read.status, await read.json()]).toEqual([200, { data: null }]);
  });
});
