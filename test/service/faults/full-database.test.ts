import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { routes } from "../../../src/http/routes.ts";
import { type Service, startService } from "../../harness/service.ts";
import { CHANGES, type Change } from "./changes.ts";

let service: Service;
const lines: string[] = [];

beforeAll(async () => {
  service = await startService({
    entry: "test/service/faults/faults-worker.ts",
    onLog: (line) => void lines.push(line),
  });
});

afterAll(() => service?.stop());

const rowsOf = (isDeletion: boolean) =>
  Object.entries(CHANGES)
    .filter(([id]) => routes.some((route) => route.id === id && (route.method === "DELETE") === isDeletion))
    .flatMap(([id, rows]) => [rows].flat().map((change: Change, index) => ({ id, index, change })));

const setFull = (isFull: boolean) => service.fetch("/faults", { method: "PATCH", body: JSON.stringify(isFull) });

async function whileFull<T>(work: () => Promise<T>): Promise<T> {
  await setFull(true);
  try {
    return await work();
  } finally {
    await setFull(false);
  }
}

async function send(change: Change, id: string) {
  const { path, init } = change.request(id);
  const answer = await service.fetch(path, init);
  return { status: answer.status, text: await answer.text(), location: answer.headers.get("Location") };
}

describe("while D1 refuses every statement that may make it larger", () => {
  it("each route that deletes has a row here", () => {
    const deleting = routes.filter(({ method }) => method === "DELETE").map(({ id }) => id);
    expect([...new Set(rowsOf(true).map(({ id }) => id))].sort()).toEqual(deleting.sort());
  });

  it.each(rowsOf(true))("$id ($index) deletes, and the deletion stays when there is room again", async ({ change }) => {
    const id = await change.prepare(service);
    await whileFull(async () => {
      const answer = await send(change, id);
      expect(`${answer.status} ${answer.text}`).toMatch(/^20[04] /);
      expect(await change.isDone(service, id, null)).toBe(true);
    });
    expect(await change.isDone(service, id, null)).toBe(true);
    expect((await send(change, id)).status).toBeGreaterThanOrEqual(200);
    expect(await change.isDone(service, id, null)).toBe(true);
  });

  it.each(rowsOf(false))(
    "$id ($index) is refused with a text that says what to do, or accepted for later, and works when there is room again",
    async ({ change }) => {
      const id = await change.prepare(service);
      const answer = await whileFull(() => send(change, id));
      if (answer.status === 507) {
        expect(answer.text).toContain("Deletions still work");
        expect(await change.isDone(service, id, null)).toBe(false);
      } else expect(`${answer.status} ${answer.text}`).toMatch(/^202 /);
      const again = await send(change, id);
      expect(`${again.status} ${again.text}`).toMatch(new RegExp(`^(?:2..|${change.repeated}) `));
      const isDone = () => change.isDone(service, id, again.location ?? answer.location);
      await expect.poll(isDone, { timeout: 20_000 }).toBe(true);
    },
  );

  it("logs what a deletion could not note, for the check to find", () => {
    expect(lines.some((line) => line.includes("deletion_not_noted"))).toBe(true);
  });
});
