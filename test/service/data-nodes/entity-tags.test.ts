import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Service, startService } from "../../harness/service.ts";
import { answerOf, createScenario, type Entity, list, only, writeData } from "../api.ts";

describe("a request with the entity tag of the last answer", () => {
  let service: Service;

  beforeAll(async () => {
    service = await startService({ entry: "test/conformance/application/worker.ts" });
  });

  afterAll(() => service?.stop());

  it("gets 304 without a body until the entity changes", async () => {
    const { id } = await createScenario(service, "default");
    const path = `/api/v1/scenarios/${id}/`;
    const whole = await read(path);
    expect(whole).toMatchObject({ status: 200, type: "application/json" });
    expect(whole.bytes).toBeGreaterThan(0);
    expect(await read(path, whole.tag)).toEqual({ status: 304, type: null, bytes: 0, tag: whole.tag });

    const sequence = { scenario_id: id, sequence_name: "only" };
    await answerOf(await service.fetch("/api/v1/sequences/", json(sequence)), 201);
    const changed = await read(path, whole.tag);
    expect(changed.status).toBe(200);
    expect(changed.tag).not.toBe(whole.tag);
    expect((await read(path, `${whole.tag}, W/${changed.tag}`)).status).toBe(304);
  });

  it("gets the entity again after a write to the data node, and after each step of a job", async () => {
    const { id } = await createScenario(service, "basic");
    const price = only(await list(service, "datanodes"), { config_id: "price", owner_id: id });
    const node = `/api/v1/datanodes/${price.id}/`;
    const before = await read(node);
    await writeData(service, price.id, 11);
    expect((await read(node, before.tag)).status).toBe(200);

    const { job } = await answerOf<{ job: Entity }>(
      await service.fetch("/api/v1/jobs/?task_id=sink", { method: "POST" }),
      201,
    );
    const path = `/api/v1/jobs/${job.id}/`;
    const inert = await read(path);
    expect(await read(path, inert.tag)).toMatchObject({ status: 304, bytes: 0 });
    await answerOf(await service.fetch(`/api/v1/jobs/cancel/${job.id}/`, { method: "POST" }), 200);
    expect((await read(path, inert.tag)).status).toBe(200);
  });

  it("works for values, too: for rows, for a file, and for a part of them", async () => {
    const { id } = await createScenario(service, "basic");
    const { id: price } = only(await list(service, "datanodes"), { config_id: "price", owner_id: id });
    const parts = ["read/", "read/?offset=1&limit=1", "content/"].map((part) => `/api/v1/datanodes/${price}/${part}`);
    const seen = async (path: string) => ({ path, ...(await read(path)) });
    await writeData(service, price, [1, 2, 3]);
    const known = await Promise.all(parts.map(seen));
    for (const { path, tag } of known) {
      expect(tag).not.toBeNull();
      expect(await read(path, tag)).toEqual({ status: 304, type: null, bytes: 0, tag });
    }
    await writeData(service, price, [1, 4, 3]);
    for (const { path, tag } of known) expect((await read(path, tag)).status).toBe(200);
  });

  async function read(path: string, tag: string | null = null) {
    const answer = await service.fetch(path, tag === null ? {} : { headers: { "If-None-Match": tag } });
    const { byteLength } = await answer.arrayBuffer();
    const { status, headers } = answer;
    return { status, bytes: byteLength, type: headers.get("Content-Type"), tag: headers.get("ETag") };
  }
});

const json = (body: unknown): RequestInit => ({
  method: "POST",
  headers: { "Content-Type": "application/json" },
  body: JSON.stringify(body),
});
