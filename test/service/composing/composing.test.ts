import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Service, startService } from "../../harness/service.ts";
import { answerOf, createScenario, endedJobs, list, only, readData, submitScenario } from "../api.ts";

const OWN_CRON = "0 6 * * *";

describe("a Worker with parts of its own beside the service", () => {
  let service: Service;
  const log: string[] = [];

  beforeAll(async () => {
    service = await startService({
      entry: "test/service/composing/composing-worker.ts",
      namespaces: ["NOTES"],
      variables: { SHOP: "corner shop" },
      own: {
        durableObjects: { COUNTER: { className: "Counter", useSQLite: true } },
        queueProducers: { MAILS: { queueName: "shop-mails" } },
        queueConsumers: { "shop-mails": { maxBatchSize: 10, maxBatchTimeout: 0 } },
      },
      onLog: (line) => log.push(line),
    });
  });

  afterAll(() => service?.stop());

  const own = async (where: string) => {
    const answer = await fetch(service.url + where);
    return { status: answer.status, text: await answer.text() };
  };
  const queued = async (queue: string, body: unknown) =>
    (await service.miniflare.getWorker()).queue(queue, [
      { id: "m1", timestamp: new Date(), attempts: 1, body: body as never },
    ]);

  it("runs a scenario over its own API, and the task gets the bindings of its own", async () => {
    const { id } = await createScenario(service, "order");
    await submitScenario(service, id);
    expect((await endedJobs(service)).map(({ status }) => status)).toEqual(["Status.COMPLETED"]);
    const label = only(await list(service, "datanodes"), { config_id: "label" });
    expect(await readData(service, label.id)).toBe("corner shop: 20");
  });

  it("answers its own routes, with its own Durable Object behind them", async () => {
    expect((await own("/shop/counter")).text).toBe("1");
    expect((await own("/shop/counter")).text).toBe("2");
  });

  it("leaves all paths that are not its own to the service, which answers unknown ones with 404", async () => {
    expect(await answerOf(await service.fetch("/health"), 200)).toMatchObject({ status: "ok" });
    expect((await own("/shop/unknown")).status).toBe(404);
  });

  it("gets the messages of its own queue", async () => {
    await own("/shop/mail?to=ada");
    await expect.poll(async () => (await own("/shop/note?name=mail")).text).toBe('{"to":"ada"}');
  });

  it("runs its own cron trigger, and the service runs with the other one", async () => {
    const worker = await service.miniflare.getWorker();
    expect(await worker.scheduled({ cron: OWN_CRON })).toMatchObject({ outcome: "ok" });
    expect((await own("/shop/note?name=cron")).text).toBe(OWN_CRON);
    expect(await worker.scheduled({ cron: "*/5 * * * *" })).toMatchObject({ outcome: "ok" });
    expect(log.some((line) => line.includes('"event":"swept"'))).toBe(true);
  });

  it("acknowledges no message of a queue that is nobody's, and says so", async () => {
    const { outcome, explicitAcks, ackAll } = await queued("shop-strays", { to: "ada" });
    expect({ outcome, explicitAcks, ackAll }).toEqual({ outcome: "exception", explicitAcks: [], ackAll: false });
    expect(log).toContain('{"event":"queue_unknown","level":"error","queue":"shop-strays","messages":1}');
  });

  it("takes wake-ups for jobs from a queue of any name, so that queues may be renamed", async () => {
    const wakeUp = { v: 1, domain: "pool/any/0", job_id: "JOB_gone", attempt: 0 };
    expect(await queued("prod-jobs", wakeUp)).toMatchObject({ outcome: "ok", explicitAcks: ["m1"] });
  });

  it("still acknowledges what it can't read in its own queue, so that it does not come again and again", async () => {
    expect(await queued("taipy-jobs", "no wake-up")).toMatchObject({ outcome: "ok", explicitAcks: ["m1"] });
  });
});
