import { afterAll, beforeAll, expect, it } from "vitest";
import { type Service, startService } from "../harness/service.ts";
import { LOAD } from "./differences/original.ts";

let service: Service;

beforeAll(async () => {
  service = await startService({ entry: "test/conformance/application/worker.ts" });
}, 120_000);

afterAll(() => service?.stop());

const call = (path: string, init: RequestInit = {}): Promise<Response> => service.fetch(`/api/v1${path}`, init);

it("writes of many clients to one data node at the same time all succeed, are all kept, and leave every list readable", async () => {
  await call("/scenarios/?config_id=basic", { method: "POST" });
  const [node] = (await (await call("/datanodes/")).json()) as [{ readonly id: string }];
  const writes = LOAD.clients * LOAD.writesOfEach;
  const client = async (name: number): Promise<number[]> => {
    const statuses: number[] = [];
    for (let write = 0; write < LOAD.writesOfEach; write++) {
      const init = {
        method: "PUT",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify([name, write]),
      };
      statuses.push((await call(`/datanodes/${node.id}/write/`, init)).status);
    }
    return statuses;
  };
  const statuses = await Promise.all(Array.from({ length: LOAD.clients }, (_, name) => client(name)));
  expect(statuses.flat()).toEqual(Array(writes).fill(200));

  const edits = (await (await call(`/datanodes/${node.id}/edits/`)).json()) as readonly { readonly number: number }[];
  // The first edit is the default value of the configuration, where the node has one.
  expect(edits.length % LOAD.clients).toBeLessThanOrEqual(1);
  expect(edits.slice(-writes).map(({ number }, index) => number - index)).toEqual(
    Array(writes).fill(edits.length - writes + 1),
  );
  for (const path of [
    `/datanodes/${node.id}/`,
    `/datanodes/${node.id}/read/`,
    "/datanodes/",
    "/tasks/",
    "/scenarios/",
  ]) {
    expect((await call(path)).status, path).toBe(200);
  }
});
