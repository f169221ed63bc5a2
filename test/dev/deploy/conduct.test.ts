import { describe, expect, it } from "vitest";
import { conduct, type Ran, type Target, type Tools } from "../../../src/dev/deploy/conduct.ts";
import type { HealthAnswer } from "../../../src/dev/deploy/verdict.ts";

const OLD = "11111111-1111-4111-8111-111111111111";
const NEW = "22222222-2222-4222-8222-222222222222";
const ADDRESS = "https://taipy.example.com";
const FINE = { d1: "ok", kv: "ok", durable_object: "ok", schema: "ok" };

const healthOf = (build: string | null, checks: Readonly<Record<string, string>> = FINE) => ({
  status: "any",
  release: { version: "0.2.0", build },
  checks,
});

const LIST = `Migrations to be applied:
┌──────────────────────┐
│ Name                 │
│ 0014_nodes_of_x.sql  │
│ 0015_dead_letters.sql│
└──────────────────────┘`;

const done = (output = "", entries: Ran["entries"] = []): Ran => ({ isDone: true, output, entries });
const failed = (output = ""): Ran => ({ isDone: false, output, entries: [] });
const shared = (...shares: readonly (readonly [string, number])[]) =>
  done(JSON.stringify({ versions: shares.map(([version_id, percentage]) => ({ version_id, percentage })) }));
const live = (version: string) => shared([version, 100]);
const deployed = done("", [
  {
    type: "deploy",
    version_id: NEW,
    worker_name: "shop",
    targets: ["https://shop.example.workers.dev", "schedule: *"],
  },
]);

/** wrangler, by the beginning of its arguments; what is not named here works. */
type Answers = Readonly<Record<string, Ran | readonly Ran[]>>;

interface World {
  readonly answers?: Answers;
  readonly target?: Partial<Target>;
  readonly check?: boolean;
  /** The answers of /health in order; the last one stays. A body stands for an answer with status 200, an Error for none. */
  readonly health?: readonly unknown[];
}

const LOGIN = { status: 302, location: "https://example.cloudflareaccess.com/cdn-cgi/access/login" };
const PAGE = { status: 200, isHtml: true };
const FAILS = { status: 500, isHtml: true };

const answerOf = (given: unknown): HealthAnswer => {
  if (given === LOGIN || given === PAGE || given === FAILS) return given as HealthAnswer;
  return given instanceof Error ? { status: null } : { status: 200, body: given };
};

const ANSWERS: Answers = {
  "deployments status": live(OLD),
  "d1 migrations list": done(LIST),
  "versions upload": done("", [{ type: "version-upload", version_id: NEW, worker_name: "shop" }]),
  "deploy --dry-run": done(),
  deploy: deployed,
};

async function run({ answers = {}, target = {}, check = true, health = [healthOf(OLD), healthOf(NEW)] }: World = {}) {
  const calls: string[] = [];
  const headers: Readonly<Record<string, string>>[] = [];
  const left = new Map(Object.entries({ ...ANSWERS, ...answers }).map(([name, given]) => [name, [given].flat()]));
  const healths = [...health];
  let now = 0;
  const tools: Tools = {
    async wrangler(args) {
      const text = args.join(" ");
      calls.push(text);
      const name = [...left.keys()].filter((key) => text.startsWith(key)).sort((a, b) => b.length - a.length)[0];
      const given = name === undefined ? [] : (left.get(name) ?? []);
      return (given.length > 1 ? given.shift() : given[0]) ?? done();
    },
    check: async () => check,
    async health(address, more, ms) {
      calls.push(`GET ${address}/health`);
      headers.push(more);
      const given = healths.length > 1 ? healths.shift() : healths[0];
      // One that hangs takes all its time.
      if (given instanceof Error) now += ms;
      return answerOf(given);
    },
    async sleep(ms) {
      now += ms;
    },
    nowMs: () => now,
    say: () => undefined,
  };
  const end = await conduct({ isDryRun: false, gradual: null, address: ADDRESS, ...target }, tools);
  const looks = calls.filter((call) => call.startsWith("GET")).length;
  return { ...end, ms: now, calls: calls.filter((call, index) => call !== calls[index - 1]), looks, headers };
}

const BUNDLE = "deploy --dry-run";
const LIVE = "deployments status --json";
const LOOK = `GET ${ADDRESS}/health`;
const PENDING = "d1 migrations list DB --remote";
const MIGRATE = "d1 migrations apply DB --remote";
const BACK = expect.stringMatching(new RegExp(`^rollback ${OLD} --yes --message `));

describe("a deployment", () => {
  it("applies the migrations, then deploys, then waits until the new version answers", async () => {
    const { isDone, text, calls } = await run({ health: [healthOf(OLD), healthOf(OLD), healthOf(OLD), healthOf(NEW)] });
    expect(calls).toEqual([BUNDLE, LIVE, LOOK, PENDING, MIGRATE, "deploy", LOOK]);
    expect([isDone, text]).toEqual([true, `Release 0.2.0, version ${NEW} answers, and all is well.`]);
  });

  it("applies nothing when D1 lacks nothing", async () => {
    const { isDone, calls } = await run({ answers: { "d1 migrations list": done("✅ No migrations to apply!") } });
    expect([isDone, calls]).toEqual([true, [BUNDLE, LIVE, LOOK, PENDING, "deploy", LOOK]]);
  });

  it("is only checked and bundled in a dry run, which needs no account", async () => {
    const { isDone, calls } = await run({ target: { isDryRun: true } });
    expect([isDone, calls]).toEqual([true, [BUNDLE]]);
  });

  it("that is the first one comes before the migrations, because it makes the database", async () => {
    const { isDone, calls } = await run({
      answers: { "deployments status": failed("✘ [ERROR] This Worker does not exist on your account. [code: 10007]") },
      health: [healthOf(NEW)],
    });
    expect([isDone, calls]).toEqual([true, [BUNDLE, LIVE, "deploy", PENDING, MIGRATE, LOOK]]);
  });

  it("finds the address in wrangler's output when the configuration has none", async () => {
    const { isDone, calls } = await run({ target: { address: null }, health: [healthOf(NEW)] });
    expect([isDone, calls.at(-1)]).toEqual([true, "GET https://shop.example.workers.dev/health"]);
  });

  it("gives the new version a part of the requests, and verifies this one", async () => {
    const { isDone, calls, headers } = await run({ target: { gradual: 10 } });
    const share = `versions deploy ${NEW}@10% ${OLD}@90% --yes`;
    expect([isDone, calls]).toEqual([true, [BUNDLE, LIVE, LOOK, PENDING, MIGRATE, "versions upload", share, LOOK]]);
    expect(headers).toEqual([{}, { "Cloudflare-Workers-Version-Overrides": `shop="${NEW}"` }]);
  });
});

const UNTOUCHED: readonly (readonly [string, World, readonly unknown[]])[] = [
  ["the check of the configuration", { check: false }, []],
  ["the bundle", { answers: { [BUNDLE]: failed() } }, [BUNDLE]],
  ["the search for the live version", { answers: { "deployments status": failed("not logged in") } }, [BUNDLE, LIVE]],
  [
    "a gradual deployment without a version before it",
    { answers: { "deployments status": failed("The Worker shop has no deployments.") }, target: { gradual: 10 } },
    [BUNDLE, LIVE],
  ],
];

describe("a deployment of which a step fails", () => {
  it.each(UNTOUCHED)("has changed nothing when it is %s, and says so", async (_, world, calls) => {
    const end = await run(world);
    expect(end).toMatchObject({ isDone: false, text: expect.stringContaining("Nothing was changed."), calls });
  });

  it("has deployed nothing when the migrations can't be listed", async () => {
    const { text, calls } = await run({ answers: { "d1 migrations list": failed("no such database") } });
    expect(calls.at(-1)).toBe(PENDING);
    expect(text).toContain("The code is as it was; no migration was applied.");
    const odd = await run({ answers: { "d1 migrations list": done("something else") } });
    expect(odd.calls.at(-1)).toBe(PENDING);
  });

  it("has deployed nothing when a migration fails, so that no code meets a schema that it does not know", async () => {
    const { isDone, text, calls } = await run({ answers: { "d1 migrations apply": failed() } });
    expect([isDone, calls.at(-1)]).toEqual([false, MIGRATE]);
    expect(text).toContain("The code is as it was. Mend it, then deploy again.");
  });

  it("leaves the version before it when the deployment fails, and keeps the migrations", async () => {
    const { isDone, text, calls } = await run({ answers: { deploy: failed() } });
    expect([isDone, calls.slice(-2)]).toEqual([false, ["deploy", LIVE]]);
    expect(text).toContain("the code is as it was. Migrations that were applied stay");
  });

  it("goes back when the deployment fails after the new version has the requests", async () => {
    const { isDone, text, calls } = await run({
      answers: { deploy: failed("routes failed"), "deployments status": [live(OLD), live(NEW)] },
    });
    expect([isDone, calls.slice(-3)]).toEqual([false, ["deploy", LIVE, BACK]]);
    expect(text).toContain(`Version ${OLD} has the requests again.`);
  });

  it("names the command that goes back when it is not known which version has the requests", async () => {
    const { text } = await run({ answers: { deploy: failed(), "deployments status": [live(OLD), failed("offline")] } });
    expect(text).toContain(`npx wrangler rollback ${OLD}`);
  });

  it("goes back when the new version has its share though the command failed, and says who had what", async () => {
    const { exitCode, text, calls } = await run({
      target: { gradual: 10 },
      answers: {
        "versions deploy": failed("offline"),
        "deployments status": [live(OLD), shared([NEW, 10], [OLD, 90])],
      },
    });
    expect([exitCode, calls.at(-1)]).toEqual([1, BACK]);
    expect(text).toContain(
      `(${OLD} has 90 % of the requests, ${NEW} has 10 %). Version ${OLD} has the requests again.`,
    );
  });

  it("leaves a share of the requests that was there before when the deployment fails", async () => {
    const both = shared([OLD, 60], ["33333333-3333-4333-8333-333333333333", 40]);
    const { text, calls } = await run({ answers: { deploy: failed(), "deployments status": [both, both] } });
    expect(calls.at(-1)).toBe(LIVE);
    expect(text).toContain("The deployment failed; the code is as it was.");
  });

  it("leaves the version before it when a share of the requests could not be given", async () => {
    const { isDone, calls } = await run({
      target: { gradual: 10 },
      answers: { "versions deploy": failed(), "deployments status": [live(OLD), live(OLD)] },
    });
    expect([isDone, calls.at(-1)]).toEqual([false, LIVE]);
  });
});

describe("a deployed version that is not in order", () => {
  const behind = healthOf(NEW, { ...FINE, kv: "failing" });

  it("is taken back after a minute of patience, and the end says why, and that the migrations stay", async () => {
    const { isDone, text, calls, looks, ms } = await run({ health: [healthOf(OLD), behind] });
    expect([isDone, looks, ms, calls.at(-1)]).toEqual([false, 1 + 30, 58_000, BACK]);
    expect(text).toContain("Release 0.2.0 answers, but not all is well: kv: failing. Version");
    expect(text).toContain("Migrations that were applied stay");
  });

  it("is taken back when another version still answers, or none", async () => {
    for (const health of [healthOf(OLD), { checks: FINE }, new Error("hangs"), LOGIN, PAGE, FAILS]) {
      const { isDone, calls } = await run({ health: [healthOf(OLD), health] });
      expect([isDone, calls.at(-1)]).toEqual([false, BACK]);
    }
  });

  it("stays when only that fails which failed before", async () => {
    const before = healthOf(OLD, { ...FINE, kv: "failing" });
    const { isDone, text, calls } = await run({ health: [before, behind] });
    expect([isDone, calls.at(-1)]).toEqual([false, LOOK]);
    expect(text).toContain("It was so before the deployment, so the new version stays.");
  });

  it("is looked at for a minute in all, also when /health hangs", async () => {
    const { ms, looks } = await run({ health: [healthOf(OLD), new Error("hangs")] });
    expect([looks, ms]).toEqual([1 + 5, 58_000]);
  });

  it.each([
    ["a redirect to a login", LOGIN, "302 to https://example.cloudflareaccess.com/cdn-cgi/access/login"],
    ["an HTML page", PAGE, "200 with an HTML page"],
  ])("stays, with an exit code of its own, when %s stands before the service", async (_what, answer, told) => {
    const { exitCode, text, calls, ms } = await run({ health: [answer] });
    expect([exitCode, ms, calls.at(-1)]).toEqual([3, 0, LOOK]);
    expect(text).toContain(
      `Deployed, not verified. Not the service answers /health, but something before it: ${told}.`,
    );
    expect(text).toContain("--header");
    const unknown = await run({ target: { address: null }, health: [answer] });
    expect([unknown.exitCode, unknown.text]).toEqual([3, text]);
    const first = { "deployments status": failed("The Worker shop has no deployments.") };
    expect(await run({ answers: first, health: [answer] })).toMatchObject({ exitCode: 3, text });
  });

  it("stays when /health gave no answer before either", async () => {
    const { exitCode, text, calls } = await run({ health: [new Error("hangs")] });
    expect([exitCode, calls.at(-1)]).toEqual([3, LOOK]);
    expect(text).toContain("It could not be read before the deployment either, so the new version stays.");
  });

  it("is taken back when Cloudflare answers with a page of its own, and the service could be read before", async () => {
    expect(await run({ health: [healthOf(OLD), FAILS] })).toMatchObject({
      exitCode: 1,
      calls: expect.arrayContaining([BACK]),
    });
    const unknown = await run({ target: { address: null }, health: [FAILS] });
    expect(unknown).toMatchObject({ exitCode: 1, calls: expect.arrayContaining([BACK]) });
  });

  it("stays when it is the first one", async () => {
    const { isDone, text } = await run({
      answers: { "deployments status": failed("The Worker shop has no deployments.") },
      health: [behind],
    });
    expect(isDone).toBe(false);
    expect(text).toContain("there is nothing to go back to");
  });

  it("that can't be taken back ends with the command to do it by hand", async () => {
    const { isDone, text } = await run({ health: [healthOf(OLD), behind], answers: { rollback: failed() } });
    expect(isDone).toBe(false);
    expect(text).toContain(
      `Going back failed, too. See \`npx wrangler deployments status\`; \`npx wrangler rollback ${OLD}\``,
    );
  });

  it("is believed without the binding that names the version, and the end says what it does not know", async () => {
    const { isDone, text } = await run({ health: [healthOf(null)] });
    expect(isDone).toBe(true);
    expect(text).toContain("CF_VERSION_METADATA");
  });
});
