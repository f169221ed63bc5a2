import { describe, expect, it } from "vitest";
import { UNKNOWN_CALLER } from "../../../src/core/access/identity.ts";
import { HalfDoneError } from "../../../src/core/errors.ts";
import type { Exchange } from "../../../src/http/pipeline/exchange.ts";
import { isRepeatable } from "../../../src/http/pipeline/failure.ts";
import { appendValue } from "../../../src/usecases/data-nodes/append-value.ts";
import { writeValue } from "../../../src/usecases/data-nodes/write-value.ts";
import { ID, LOG_FIELDS, nodeWorld } from "./node-world.ts";

const input = { id: ID, editor_id: null, caller: UNKNOWN_CALLER, comment: null, logFields: LOG_FIELDS };

describe("appending to a value without HTTP", () => {
  it("expects the edit that it has read to be the newest one still", async () => {
    const { deps, value, commands } = nodeWorld();
    await appendValue(deps, { ...input, value: "a" });
    expect([value(), commands[0]?.expected_edit_number]).toEqual([["a"], 1]);
  });

  it("keeps everything that is appended at the same time, and no payload of an overtaken attempt", async () => {
    const { deps, value, commands, discarded } = nodeWorld();
    const items = Array.from({ length: 12 }, (_, index) => index);
    await Promise.all(items.map((item) => appendValue(deps, { ...input, value: item })));
    expect((value() as number[]).toSorted((a, b) => a - b)).toEqual(items);
    const overtaken = commands.length - items.length;
    expect(overtaken).toBeGreaterThan(0);
    expect(discarded).toHaveLength(overtaken);
  });

  it("reads the value of the write that has overtaken it", async () => {
    const { deps, value } = nodeWorld();
    let attempts = 0;
    const append: typeof deps.values.append = async (node, item) => {
      attempts += 1;
      const payload = await deps.values.append(node, item);
      if (attempts === 1) await writeValue(deps, { ...input, value: ["other"] });
      return payload;
    };
    await appendValue({ ...deps, values: { ...deps.values, append } }, { ...input, value: "mine" });
    expect([attempts, value()]).toEqual([2, ["other", "mine"]]);
  });

  it("gives up after a hundred attempts that were overtaken, with nothing left behind", async () => {
    const { deps, commands, discarded } = nodeWorld();
    const append: typeof deps.values.append = async (node, item) => {
      const payload = await deps.values.append(node, item);
      await writeValue(deps, { ...input, value: [] });
      return payload;
    };
    const appending = appendValue({ ...deps, values: { ...deps.values, append } }, { ...input, value: "mine" });
    await expect(appending).rejects.toMatchObject({ code: "too_many_changes" });
    expect([commands.length, discarded.length]).toEqual([200, 100]);
  });

  it("does not repeat an attempt that was refused for another reason", async () => {
    const { deps, commands, refuseNext, discarded } = nodeWorld();
    refuseNext("edit_locked");
    await expect(appendValue(deps, { ...input, value: "a" })).rejects.toMatchObject({ code: "edit_locked" });
    expect([commands.length, discarded]).toEqual([1, ["payload-1"]]);
  });

  it("expects no edit number of a system of its own, which keeps concurrent writes apart by itself", async () => {
    const { deps, commands } = nodeWorld({ storage_type: "sql_table" });
    await appendValue(deps, { ...input, value: "a" });
    expect(commands).toHaveLength(1);
    expect(commands[0]).not.toHaveProperty("expected_edit_number");
  });

  it.each([
    ["is overloaded", new Error("Durable Object is overloaded. Too many requests queued."), "object_overloaded"],
    ["refuses the edit", "edit_locked" as const, "edit_locked"],
  ])("says that another system has the rows when the node's object %s", async (_, refusal, code) => {
    const { deps, refuseNext } = nodeWorld({ storage_type: "sql_table" });
    refuseNext(refusal);
    const failure = await appendValue(deps, { ...input, value: "a" }).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(HalfDoneError);
    expect(failure).toMatchObject({ code, message: expect.stringMatching(/^The rows were appended, and must not/) });
    expect(isRepeatable(failure as HalfDoneError, {} as Exchange)).toBe(false);
  });

  it("refuses a locked node before it reads or writes a value", async () => {
    const { deps, commands } = nodeWorld({ editor_id: "ann", editor_expiration_date: "2026-11-23T07:00:00" });
    await expect(appendValue(deps, { ...input, value: "a" })).rejects.toMatchObject({ code: "edit_locked" });
    expect(commands).toEqual([]);
  });
});
