import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Service, startService } from "../../harness/service.ts";
import { answerOf } from "../api.ts";

interface Entity {
  readonly id: string;
  readonly tasks: readonly string[];
}

const ENTRYPOINT = { name: "taipy-edge", entrypoint: "TaipyCore" };

describe("another Worker with a service binding to the core", () => {
  let service: Service;
  const log: string[] = [];

  beforeAll(async () => {
    service = await startService({
      entry: "test/service/core-api/core-worker.ts",
      onLog: (line) => log.push(line),
      neighbour: {
        name: "caller",
        entry: "test/service/core-api/caller-worker.ts",
        serviceBindings: {
          TAIPY: ENTRYPOINT,
          TAIPY_READER: { ...ENTRYPOINT, props: { as: { actor: "billing", roles: ["TAIPY_READER"] } } },
        },
      },
    });
  });

  afterAll(() => service?.stop());

  async function call(binding: string, verb: string, ...args: readonly unknown[]): Promise<Record<string, unknown>> {
    const caller = await service.miniflare.getWorker("caller");
    const answer = await caller.fetch("http://caller/", {
      method: "POST",
      body: JSON.stringify({ binding, verb, args }),
    });
    return (await answer.json()) as Record<string, unknown>;
  }
  async function core<T>(verb: string, ...args: readonly unknown[]): Promise<T> {
    const { value, ...refusal } = await call("TAIPY", verb, ...args);
    expect(refusal).toEqual({});
    return value as T;
  }

  it("creates, writes, submits, waits and reads with plain values", async () => {
    const order = await core<Entity>("createScenario", "order");
    await core("write", order, "price", 3);
    expect(await core("submit", order, { wait: true })).toMatchObject({ submission_status: "COMPLETED" });
    expect(await core("read", order.id, "total")).toBe(6);
    expect(await core("getLatestJob", order.tasks[0])).toMatchObject({ status: "Status.COMPLETED" });
    expect(await core("isDeletable", order)).toMatchObject({ ok: true });
  });

  it("gets rows of a table as plain objects, where a task gets instances of a class", async () => {
    const order = await core<Entity>("createScenario", "order");
    await core("write", order, "lines", [{ amount: 1 }]);
    expect(await core("read", order, "lines")).toEqual([{ amount: 1 }]);
  });

  it("gets errors with their codes", async () => {
    expect(await call("TAIPY", "createScenario", "ordr")).toMatchObject({
      isError: true,
      code: "scenario_config_not_found",
      message: "Scenario config: ordr does not exist.",
    });
    expect(await call("TAIPY", "get", "order")).toMatchObject({
      code: "validation_failed",
      errors: { id: [expect.any(String)] },
    });
  });

  it("is told of an error without a code only that it is in the log, and under which id", async () => {
    const orders = [await core<Entity>("createScenario", "order"), await core<Entity>("createScenario", "order")];
    for (const order of orders) {
      await core("write", order, "price", 0);
      await core("submit", order, { wait: true });
    }
    const { code, message } = await call("TAIPY", "compareScenarios", orders);
    expect(code).toBe("internal_error");
    expect(String(message)).not.toContain("the-comparators-own-error");
    const [id = ""] = /[0-9a-f-]{36}/.exec(String(message)) ?? [];
    const line = log.find((text) => text.includes(id) && text.includes('"event":"request_failed"'));
    expect(line).toContain("the-comparators-own-error");
  });

  it("calls on behalf of the actor that the binding's props name, and no other", async () => {
    const order = await core<Entity>("createScenario", "order");
    expect(await call("TAIPY_READER", "read", order, "price")).toEqual({ value: 20 });
    expect(await call("TAIPY_READER", "write", order, "price", 1)).toMatchObject({ code: "forbidden" });
    type Row = { actor: { id: string }; method: string; operation: string; result: string };
    const refused = async () => {
      const rows = await answerOf<Row[]>(await service.fetch("/api/v1/audit/"), 200);
      return (rows as unknown as Row[]).filter(({ result }) => result === "forbidden");
    };
    await expect
      .poll(refused)
      .toMatchObject([{ actor: { id: "billing" }, method: "RPC", operation: "writeDataNode", result: "forbidden" }]);
  });

  it("has the verbs of the core and nothing else of the service", async () => {
    expect(await call("TAIPY", "core")).toMatchObject({ isError: true, name: "TypeError" });
  });
});
