import { env } from "cloudflare:workers";
import { expect, it } from "vitest";
import * as z from "zod";
import type { Env } from "../../../src/env.ts";
import { createPayloadStore } from "../../../src/payloads/payload-store.ts";
import { createContents } from "../../../src/storage/contents.ts";
import { dataNode } from "../../../src/taipy-edge.ts";
import { aDataNode } from "../../harness/factories.ts";
import { ownMemory, readOne } from "../../harness/values.ts";

const payloads = createPayloadStore({ kv: (env as unknown as Env).PAYLOADS, newUuid: () => crypto.randomUUID() });

it.each(["utf-8", "latin-1", "utf-16", "utf-16-be", "cp1252"])(
  "a csv file in %s is checked by its schema as it will be read",
  async (encoding) => {
    const config = dataNode.csv("subject", { encoding, schema: z.object({ x: z.string() }) });
    const app = { dataNodes: new Map([[config.id, config]]) };
    const contents = createContents({ clock: () => 0, app, payloads, binding: () => undefined, memory: ownMemory });
    const { storageType: storage_type, properties } = config;
    const node = aDataNode({ config_id: "subject", storage_type, properties, payload: null });
    const written = { ...node, payload: await contents.write(node, [{ x: "é" }]) };
    expect(await readOne(contents, written)).toEqual([{ x: "é" }]);
    await expect(contents.write(node, [{ x: 1 }])).rejects.toMatchObject({ code: "schema_mismatch" });
  },
);
