import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { PayloadRef } from "../../../src/core/entities/payload.ts";
import { TaipyError } from "../../../src/core/errors.ts";
import {
  historyLimit,
  isKept,
  namedAfterEdit,
  planSweep,
  type SweepCandidate,
} from "../../../src/core/values/history.ts";
import { aDataNode, aPayload, aStoredPayload } from "../../harness/factories.ts";

const node = (fields: Partial<SweepCandidate>): SweepCandidate => ({
  id: "n",
  edit_number: 0,
  history_limit: null,
  swept_to: 0,
  ...fields,
});

describe("the number of kept values", () => {
  it.each([null, undefined, 0, -1, 1.5, "5", Number.NaN, true])("is twenty for %j", (property) => {
    expect(historyLimit(property)).toBe(20);
  });

  it("is the configured history limit", () => expect(historyLimit(1)).toBe(1));
});

it("a value counts as kept if its reference has a key or a body, even an empty body", () => {
  expect(isKept(aPayload(""))).toBe(true);
  expect(isKept(aStoredPayload("k"))).toBe(true);
  expect(isKept(aPayload("", { body: null }))).toBe(false);
  expect(isKept(aStoredPayload(null, { tier: "r2" }))).toBe(false);
  expect(isKept(aStoredPayload(null, { tier: "outside" }))).toBe(false);
});

describe("a payload that is missing", () => {
  const written = "2026-11-30T06:00:00";
  const AN_HOUR_LATER = "2026-11-30T07:00:00";
  const missing = new TaipyError("payload_missing", "no value lies under the key k.", { details: { key: "k" } });
  const codeOf = (payload: PayloadRef | null, now: string, error = missing) =>
    namedAfterEdit(error, aDataNode({ payload, edit_number: 3, last_edit_date: written }), now).code;

  it("may still come while KV spreads it, and is gone when that time is over", () => {
    expect(codeOf(aStoredPayload("k"), "2026-11-30T06:59:59")).toBe("payload_missing");
    expect(codeOf(aStoredPayload("k"), AN_HOUR_LATER)).toBe("payload_gone");
    expect(codeOf(aStoredPayload("k", { tier: "r2" }), AN_HOUR_LATER)).toBe("payload_gone");
  });

  it.each([
    ["another value was asked for", aStoredPayload("other"), missing],
    ["it lies in a system of its own", aStoredPayload(null, { tier: "outside" }), missing],
    ["the bucket is not bound", aStoredPayload("k", { tier: "r2" }), new TaipyError("payload_missing", "no bucket")],
  ])("is not called gone when %s", (_, payload, error) => {
    expect(codeOf(payload, AN_HOUR_LATER, error)).toBe("payload_missing");
  });

  it("that is gone names the data node, the edit and the way out", () => {
    const node = aDataNode({ payload: aStoredPayload("k"), edit_number: 3, last_edit_date: written });
    expect(namedAfterEdit(missing, node, AN_HOUR_LATER).message).toBe(
      `Edit 3 of data node ${node.id} (pickle), written ${written}, is gone: no value lies under the key k. Write it again, or restore an older edit.`,
    );
  });
});

describe("a sweep", () => {
  it("removes the values beyond the limit that earlier sweeps have not removed", () => {
    expect(planSweep([node({ edit_number: 25 })], 99)).toEqual({
      ranges: [{ data_node_id: "n", from: 1, to: 5 }],
      after: "n",
    });
    expect(planSweep([node({ edit_number: 25, swept_to: 5 })], 99)).toEqual({ ranges: [], after: "n" });
  });

  it("removes nothing after the limit was raised", () => {
    expect(planSweep([node({ edit_number: 25, swept_to: 24, history_limit: 10 })], 99).ranges).toEqual([]);
  });

  it("stops within a node when its budget is used up, and does not report this node as completed", () => {
    const nodes = [node({ id: "a" }), node({ id: "b", edit_number: 100 }), node({ id: "c", edit_number: 100 })];
    expect(planSweep(nodes, 10)).toEqual({ ranges: [{ data_node_id: "b", from: 1, to: 10 }], after: "a" });
  });

  it("removes exactly as many values as its budget, counted over all nodes", () => {
    const nodes = ["a", "b", "c"].map((id) => node({ id, edit_number: 25 }));
    expect(planSweep(nodes, 12)).toEqual({
      ranges: [
        { data_node_id: "a", from: 1, to: 5 },
        { data_node_id: "b", from: 1, to: 5 },
        { data_node_id: "c", from: 1, to: 2 },
      ],
      after: "b",
    });
  });

  it("counts only what is left to remove of a node that was swept before", () => {
    const nodes = [node({ id: "a", edit_number: 25, swept_to: 4 }), node({ id: "b", edit_number: 25, swept_to: 2 })];
    expect(planSweep(nodes, 3)).toEqual({
      ranges: [
        { data_node_id: "a", from: 5, to: 5 },
        { data_node_id: "b", from: 3, to: 4 },
      ],
      after: "a",
    });
  });

  it("never removes the newest value, and ends, for any nodes and any budget", () => {
    const candidate = fc.record({
      id: fc.uuid(),
      edit_number: fc.nat(50),
      history_limit: fc.option(fc.integer({ min: 1, max: 30 })),
      swept_to: fc.constant(0),
    });
    fc.assert(
      fc.property(fc.array(candidate, { maxLength: 5 }), fc.integer({ min: 1, max: 20 }), (nodes, budget) => {
        const swept = new Map(nodes.map(({ id }) => [id, 0]));
        for (let run = 0, after: string | null = null; run < 300 && after !== (nodes.at(-1)?.id ?? null); run += 1) {
          const from: number = nodes.findIndex(({ id }) => id === after) + 1;
          const rest = nodes.slice(from).map((each) => ({ ...each, swept_to: swept.get(each.id) ?? 0 }));
          const plan = planSweep(rest, budget);
          for (const range of plan.ranges) {
            expect(range.from).toBe((swept.get(range.data_node_id) ?? 0) + 1);
            swept.set(range.data_node_id, range.to);
          }
          after = plan.after ?? after;
        }
        for (const { id, edit_number, history_limit } of nodes) {
          expect(swept.get(id)).toBe(Math.max(0, edit_number - historyLimit(history_limit)));
        }
      }),
    );
  });
});
