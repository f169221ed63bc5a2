import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { type Service, startService } from "../harness/service.ts";

const ADMIN_KEY = "an-administrators-key-for-this-test-0123456789";
/** How long a row may take to arrive on a busy machine, in milliseconds. */
const AUDIT_PATIENCE = 60_000;
const admin = { Authorization: `Bearer ${ADMIN_KEY}` };

interface Row {
  readonly operation: string;
  readonly entity_id: string | null;
  readonly actor: { readonly kind: string };
  readonly status: number;
  readonly result: string;
  readonly count: number;
}

let service: Service;
beforeAll(async () => {
  service = await startService({ entry: "src/index.ts", variables: { AUTH_MODE: "required", ADMIN_KEY } });
});
afterAll(() => service?.stop());

const audit = async (query: string): Promise<Row[]> =>
  (await (await service.fetch(`/api/v1/audit/?${query}`, { headers: admin })).json()) as Row[];

it("a request that changes something is in the audit log shortly after its answer", async () => {
  const path = "/api/v1/scenarios/?config_id=my_awesome_scenario";
  const answer = await service.fetch(path, { method: "POST", headers: admin });
  const { scenario } = (await answer.json()) as { scenario: { id: string } };
  expect(answer.headers.get("Location")).toBe(`/api/v1/scenarios/${scenario.id}/`);
  expect(answer.headers.get("RateLimit-Policy")).toBe('"key";q=6000;w=60');
  await expect
    .poll(() => audit(`entity_id=${scenario.id}`))
    .toMatchObject([
      { operation: "createScenario", actor: { kind: "admin_key" }, status: 201, result: "ok", count: 1 },
    ]);
});

it("rows older than the configured days are swept away, and no others", async () => {
  const db = await service.miniflare.getD1Database("DB");
  const columns =
    "id, at, request_id, actor_kind, actor_id, actor_name, operation, method, entity_id, address, status, result, count";
  const values =
    "'2020-01-01T00:00:00-x', '2020-01-01T00:00:00', 'r', 'user', 'u', 'u', 'old', 'PUT', NULL, NULL, 200, 'ok', 1";
  await db.prepare(`INSERT INTO audit (${columns}) VALUES (${values})`).run();
  expect(await audit("operation=old")).toHaveLength(1);
  const younger = await audit("since=2021-01-01");
  const worker = await service.miniflare.getWorker();
  expect(await worker.scheduled({ cron: "*/5 * * * *" })).toMatchObject({ outcome: "ok" });
  expect(await audit("operation=old")).toEqual([]);
  expect(await audit("since=2021-01-01")).toEqual(younger);
});

it("an address that guesses keys is refused after ten attempts, and counted; the right key still works", async () => {
  const guesses = Array.from({ length: 30 }, (_, at) =>
    service.fetch(`/api/v1/tasks/guess-${at}/`, { headers: { Authorization: `Bearer guess-${at}` } }),
  );
  const answers = await Promise.all(guesses);
  const limited = answers.filter(({ status }) => status === 429);
  // The platform's minute may end between two of them.
  expect(limited.length).toBeGreaterThanOrEqual(10);
  expect(answers.filter(({ status }) => status === 401)).toHaveLength(30 - limited.length);
  expect(limited[0]?.headers.get("RateLimit")).toBe('"address";r=0;t=60');
  await vi.waitFor(async () => {
    const rows = await audit("operation=getTask");
    expect(rows.reduce((sum, { count }) => sum + count, 0)).toBe(30);
    expect(rows.length).toBeLessThan(30);
    expect(JSON.stringify(rows)).not.toContain("Bearer");
  }, AUDIT_PATIENCE);
});
