import { describe, expect, it } from "vitest";
import { EXPECTED } from "../crash/application/arithmetic.ts";
import { call } from "../crash/call.ts";
import type { Service } from "../harness/service.ts";
import {
  type Created,
  CURRENT,
  create,
  editNumbers,
  ended,
  inTurn,
  jobIn,
  jobOf,
  LAST,
  openGate,
  read,
  type Submitted,
  submit,
  write,
} from "./store-in-turn.ts";

/** What one release leaves behind: the other one goes on with it. */
interface Left {
  /** RUNNING, with a BLOCKED job behind it. */
  readonly gated: Run;
  /** PENDING, until its second try is due. */
  readonly stumbling: Run;
  /** BLOCKED on a data node of another object, which an editor holds. */
  readonly waiting: Run;
  /** D1 has not taken its rows. */
  readonly undrained: Run;
  readonly removed: Created;
}

interface Run {
  readonly scenario: Created;
  readonly submission: Submitted;
}

/** Data node → the values that clients have written, in order. */
type Accepted = Map<string, unknown[]>;

const SIGNAL_EDITOR = "?editor_id=signalman";

async function run(service: Service, configId: string, seed?: number): Promise<Run> {
  const scenario = await create(service, configId);
  if (seed !== undefined) await write(service, scenario.nodes.seed ?? "", seed);
  return { scenario, submission: await submit(service, scenario.id) };
}

const valueIn = (service: Service, { nodes }: Created, config: string) => read(service, nodes[config] ?? "");
const editsIn = (service: Service, { nodes }: Created, config: string) => editNumbers(service, nodes[config] ?? "");

/** Leaves jobs in each status that is under way. */
async function leave(service: Service): Promise<Left> {
  const gated = await create(service, "gated");
  await write(service, gated.nodes.gate ?? "", gated.id);
  const running = await submit(service, gated.id);
  const waiting = await create(service, "waiting");
  await call(service, "POST", `/datanodes/${waiting.nodes.signal}/lock/${SIGNAL_EDITOR}`);
  const left = {
    gated: { scenario: gated, submission: running },
    waiting: { scenario: waiting, submission: await submit(service, waiting.id) },
    stumbling: await run(service, "stumbling"),
    removed: await create(service, "chain"),
  };
  await jobIn(service, running, "hold", "RUNNING");
  await jobIn(service, running, "after", "BLOCKED");
  await jobIn(service, left.waiting.submission, "wait_for_signal", "BLOCKED");
  await jobIn(service, left.stumbling.submission, "stumble", "PENDING");
  const undrained = await create(service, "diamond");
  await write(service, undrained.nodes.seed ?? "", 11);
  const database = await service.miniflare.getD1Database("DB");
  await database.exec("ALTER TABLE jobs RENAME TO jobs_away");
  return { ...left, undrained: { scenario: undrained, submission: await submit(service, undrained.id) } };
}

/** Ends what the other release has left, each of it once. */
async function goOn(service: Service, { gated, stumbling, waiting, undrained, removed }: Left): Promise<void> {
  const database = await service.miniflare.getD1Database("DB");
  await database.exec("ALTER TABLE jobs_away RENAME TO jobs");
  expect((await jobOf(service, gated.submission, "hold")).status).toMatch(/RUNNING|PENDING/);
  await openGate(service, gated.scenario.id);
  await call(service, "POST", `/datanodes/${waiting.scenario.nodes.signal}/unlock/${SIGNAL_EDITOR}`);
  for (const { submission } of [gated, stumbling, waiting, undrained]) {
    expect(await ended(service, submission), submission.id).toBe("COMPLETED");
  }
  expect(await valueIn(service, gated.scenario, "after_held")).toBe(2);
  expect(await valueIn(service, stumbling.scenario, "stumbled")).toBe(2);
  for (const [config, value] of Object.entries(EXPECTED.diamond?.(11) ?? {})) {
    expect(await valueIn(service, undrained.scenario, config)).toBe(value);
    expect(await editsIn(service, undrained.scenario, config)).toEqual([1]);
  }
  expect(await editsIn(service, gated.scenario, "held")).toEqual([1]);
  expect(await editsIn(service, gated.scenario, "after_held")).toEqual([1]);
  expect(await editsIn(service, stumbling.scenario, "stumbled")).toEqual([1]);
  await call(service, "DELETE", `/scenarios/${removed.id}/?cascade=true`);
  expect((await service.fetch(`/api/v1/scenarios/${removed.id}/`)).status).toBe(404);
}

/** Each value that was accepted is there, and its history, without a hole. */
async function checkAccepted(service: Service, accepted: Accepted): Promise<void> {
  for (const [node, values] of accepted) {
    expect(await read(service, node)).toEqual(values.at(-1));
    expect(await editNumbers(service, node)).toEqual(values.map((_, index) => index + 1));
    const first = await call<{ data: unknown }>(service, "GET", `/datanodes/${node}/read/?edit=1`);
    expect(first.data).toEqual(values[0]);
  }
}

/** Four starts of the service, and what waits for leases and retries, on a machine that is busy. */
const LIMIT_MS = 360_000;

describe("release 0.1.0 and the current code, in turn on one store", () => {
  it.each([
    ["the current code comes after release 0.1.0", [LAST, CURRENT, LAST, CURRENT]],
    ["release 0.1.0 comes back after the current code", [CURRENT, LAST, CURRENT, LAST]],
  ])("lose and repeat nothing: %s", { timeout: LIMIT_MS }, async (_order, entries) => {
    const accepted: Accepted = new Map();
    const skipping: Run[] = [];
    let left: Left | null = null;
    let signal = "";
    await inTurn(entries, async (service, phase) => {
      if (left !== null) await goOn(service, left);
      await checkAccepted(service, accepted);

      // Values of several types, below and above 16 KiB: new ones, and the next edit of each older one.
      const rows = [{ name: `phase ${phase}`, amount: phase }];
      const big = "é".repeat(20_000 + phase);
      const converting = await create(service, "converting");
      await write(service, converting.nodes.rows ?? "", rows);
      expect((await submit(service, converting.id, true)).status).toBe("COMPLETED");
      expect(await valueIn(service, converting, "document")).toEqual({ rows });
      expect(await valueIn(service, converting, "copy")).toEqual(rows);
      expect(await valueIn(service, converting, "long_text")).toBe("é".repeat(40_000));
      for (const [node, values] of accepted) {
        const value = typeof values[0] === "string" ? big : rows;
        await write(service, node, value);
        values.push(value);
      }
      const text = await create(service, "notice");
      await write(service, text.nodes.text ?? "", big);
      accepted.set(text.nodes.text ?? "", [big]).set(converting.nodes.rows ?? "", [rows]);
      await checkAccepted(service, accepted);

      // Submissions that run to their end, and a shared node whose object runs several scenarios.
      const chain = await run(service, "chain", 5);
      expect(await ended(service, chain.submission)).toBe("COMPLETED");
      expect(await valueIn(service, chain.scenario, "link5")).toBe(EXPECTED.chain?.(5).link5);
      expect((await submit(service, chain.scenario.id, true)).status).toBe("COMPLETED");
      expect((await submit(service, text.id, true)).status).toBe("COMPLETED");
      accepted.delete(text.nodes.text ?? "");

      // A job whose inputs are no newer is skipped, whichever release has run it before.
      if (skipping.length === 0) {
        const first = await run(service, "skipping");
        expect(await ended(service, first.submission)).toBe("COMPLETED");
        skipping.push(first);
      }
      for (const { scenario } of skipping) {
        const again = await submit(service, scenario.id, true);
        expect((await jobOf(service, again, "skip")).status).toBe("Status.SKIPPED");
        expect(await editsIn(service, scenario, "skipped")).toEqual([1]);
      }

      if (signal === "") {
        signal = (await create(service, "waiting")).nodes.signal ?? "";
        await write(service, signal, 1);
      }
      left = phase < entries.length - 1 ? await leave(service) : null;
    });
  });
});
