import { describe, expect, it } from "vitest";
import { dataNode } from "../../../src/core/config/dsl/index.ts";
import { STORAGE_TYPES } from "../../../src/core/storage-types.ts";
import { CREATED_DATA_NODES } from "../../conformance/strict/taipy-schemas.ts";
import { fake } from "../fakes.ts";

const plain = dataNode.pickle("a");

describe("a new data node in Taipy's view", () => {
  it.each(STORAGE_TYPES)(
    "of the type %s is its configuration, with the keys of Taipy's schema for it",
    async (storageType) => {
      const secret = { aws_secret_access_key: "hunter2", db_password: "hunter2" };
      const config = { ...plain, storageType, properties: { ...secret, path: "x.csv" } };
      const { handle } = fake({
        app: { dataNodes: new Map([["a", config]]) },
        entityWriter: { createDataNode: async () => '{"id": "DATANODE_a_1", "config_id": "a", "edits": []}' },
      });
      const answer = await handle("/api/v1/datanodes/?config_id=a", {
        method: "POST",
        headers: { "Taipy-Compat": "strict" },
      });
      expect(answer.status).toBe(201);
      const { datanode } = (await answer.json()) as { readonly datanode: Readonly<Record<string, unknown>> };
      expect(Object.keys(datanode).sort()).toEqual(Object.keys(CREATED_DATA_NODES[storageType] ?? {}).sort());
      expect(datanode).toMatchObject({ name: "DATA_NODE", storage_type: storageType, scope: 1 });
      expect(JSON.stringify(datanode)).not.toContain("hunter2");
      // The id is where a client that needs it finds it without a key of the body.
      expect(answer.headers.get("Location")).toBe("/api/v1/datanodes/DATANODE_a_1/");
    },
  );
});
