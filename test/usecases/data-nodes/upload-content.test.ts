import { describe, expect, it } from "vitest";
import { UNKNOWN_CALLER } from "../../../src/core/access/identity.ts";
import type { PayloadRef } from "../../../src/core/entities/payload.ts";
import { TaipyError } from "../../../src/core/errors.ts";
import { uploadContent } from "../../../src/usecases/data-nodes/upload-content.ts";
import { ID, LOG_FIELDS, nodeWorld } from "./node-world.ts";

const input = {
  id: ID,
  body: "[1]",
  declared: { mediaType: "application/json", size: 3 },
  editor_id: null,
  caller: UNKNOWN_CALLER,
  comment: null,
  logFields: LOG_FIELDS,
};

describe("uploading a file without HTTP", () => {
  it("records the stored file as the node's next edit", async () => {
    const { deps, value } = nodeWorld();
    const { payload, value: edit, stored } = await uploadContent(deps, input);
    expect([payload.key, edit.number, stored, value()]).toEqual(["payload-1", 2, true, "[1]"]);
  });

  it("has the storage type read a file that fits into memory before it is stored, and only then", async () => {
    const { deps, commands, discarded } = nodeWorld();
    const seen: unknown[] = [];
    const put: typeof deps.content.put = async (body, _type, declared, inspect) => {
      await inspect?.(new TextEncoder().encode(body ?? ""));
      seen.push(declared);
      return deps.content.put(body);
    };
    const check = async (_: unknown, payload: PayloadRef, bytes?: Uint8Array) => {
      seen.push([payload.content_type, payload.size, new TextDecoder().decode(bytes)]);
    };
    const content = { ...deps.content, put };
    await uploadContent({ ...deps, content, values: { ...deps.values, check } }, input);
    expect(seen).toEqual([["application/json", 3, "[1]"], 3]);
    const refuse = () => Promise.reject(new TaipyError("value_too_large", "Too large."));
    const refused = uploadContent({ ...deps, content, values: { ...deps.values, check: refuse } }, input);
    await expect(refused).rejects.toMatchObject({ code: "value_too_large" });
    expect([commands.length, discarded]).toEqual([1, []]);
  });

  it("discards a stored file that the storage type can't read, and records nothing", async () => {
    const { deps, commands, discarded } = nodeWorld();
    const check = () => Promise.reject(new TaipyError("unreadable_content", "This is no JSON."));
    const uploading = uploadContent({ ...deps, values: { ...deps.values, check } }, input);
    await expect(uploading).rejects.toMatchObject({ code: "unreadable_content" });
    expect([commands, discarded]).toEqual([[], ["payload-1"]]);
  });

  it.each([
    ["value_outside", { storage_type: "sql_table" }, {}],
    ["unsupported_media_type", {}, { mediaType: "multipart/form-data", size: 3 }],
    ["body_too_large", {}, { mediaType: "application/json", size: 101 }],
    ["edit_locked", { editor_id: "ann", editor_expiration_date: "2026-11-23T07:00:00" }, {}],
  ] as const)("refuses with %s before it takes any of the body", async (code, node, declared) => {
    const { deps } = nodeWorld(node);
    let puts = 0;
    const put: typeof deps.content.put = (body) => {
      puts += 1;
      return deps.content.put(body);
    };
    const content = { ...deps.content, put };
    const uploading = uploadContent({ ...deps, content }, { ...input, declared: { ...input.declared, ...declared } });
    await expect(uploading).rejects.toMatchObject({ code });
    expect(puts).toBe(0);
  });
});
