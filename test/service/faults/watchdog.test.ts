import { afterAll, beforeAll, expect, it } from "vitest";
import { type Service, startService } from "../../harness/service.ts";
import { answerOf, createScenario, type Entity } from "../api.ts";

let service: Service;

beforeAll(async () => {
  service = await startService({ entry: "test/service/faults/faults-worker.ts" });
});

afterAll(() => service?.stop());

async function statuses(): Promise<string[]> {
  const jobs = await answerOf<Entity[]>(await service.fetch("/api/v1/jobs/"), 200);
  return jobs.map(({ status }) => status);
}

/** The cron, as if the submissions had been made an hour ago. */
async function runCron(): Promise<void> {
  const db = await service.miniflare.getD1Database("DB");
  await db.prepare("UPDATE submissions SET creation_date = '2020-01-01T00:00:00'").run();
  const worker = await service.miniflare.getWorker();
  expect(await worker.scheduled({ cron: "*/5 * * * *" })).toMatchObject({ outcome: "ok" });
}

it("the cron moves a submission whose message and alarm were lost, until it has completed", async () => {
  const { id } = await createScenario(service, "work");
  const plan = { call: "JOBS.sendBatch", when: "before", skip: 0, count: 1_000_000 };
  await service.fetch("/faults", { method: "PUT", body: JSON.stringify(plan) });
  await answerOf(await service.fetch(`/api/v1/scenarios/submit/${id}/`, { method: "POST" }), 200);
  expect((await statuses()).sort()).toEqual(["Status.BLOCKED", "Status.PENDING"]);
  const domain = await domainOf(id);
  expect(await hasAlarm(domain)).toBe(true);
  await service.fetch("/faults", { method: "DELETE" });
  await runCron();
  expect(await hasAlarm(domain)).toBe(true);
  // The alarm is lost again; the cron runs until the patience with the lost message is over.
  await expect
    .poll(
      async () => {
        await runCron();
        return statuses();
      },
      { timeout: 90_000, interval: 2_000 },
    )
    .toEqual(["Status.COMPLETED", "Status.COMPLETED"]);
}, 120_000);

async function domainOf(scenario: string): Promise<string> {
  const db = await service.miniflare.getD1Database("DB");
  const row = await db.prepare("SELECT domain FROM scenarios WHERE id = ?").bind(scenario).first<{ domain: string }>();
  return row?.domain ?? "";
}

/** Whether the object has an alarm; it has lost it then. */
async function hasAlarm(domain: string): Promise<boolean> {
  const answer = await service.fetch(`/faults?domain=${encodeURIComponent(domain)}`, { method: "POST" });
  return ((await answer.json()) as { had_alarm: boolean }).had_alarm;
}
