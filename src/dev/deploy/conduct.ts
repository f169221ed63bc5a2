import { type DeployOptions, type End, type Facts, liveOf, nextStep, type Step } from "./next-step.ts";
import { type HealthAnswer, readHealth, type SeenHealth, type Verdict, verdictOf } from "./verdict.ts";
import {
  addressIn,
  liveIn,
  type OutputEntry,
  pendingIn,
  type Shares,
  sharesText,
  versionIn,
  workerIn,
} from "./wrangler-output.ts";

/** How a command of wrangler ended. */
export interface Ran {
  readonly isDone: boolean;
  /** What it has printed. */
  readonly output: string;
  readonly entries: readonly OutputEntry[];
}

/** What the steps work with: the machine's, or those of a test. */
export interface Tools {
  wrangler(args: readonly string[]): Promise<Ran>;
  /** Whether the configuration has no errors, which it prints. */
  check(): Promise<boolean>;
  /** `GET <address>/health`, given up after a time. It never rejects. */
  health(address: string, headers: Readonly<Record<string, string>>, ms: number): Promise<HealthAnswer>;
  sleep(ms: number): Promise<void>;
  /** Of a clock that never goes back. */
  nowMs(): number;
  say(text: string): void;
}

export interface Target extends DeployOptions {
  /** null: wrangler says it with the deployment. */
  readonly address: string | null;
}

/** A new version has the requests everywhere within seconds. */
const PATIENCE_MS = 60_000;
const LOOK_INTERVAL_MS = 2_000;
/** A part that hangs is reported within two seconds. */
const LOOK_MS = 10_000;

const TITLES: { readonly [Name in Step]: string } = {
  check: "Check the configuration",
  bundle: "Bundle the Worker (a dry run)",
  find_live: "Find the version that is live",
  look_before: "Read /health as it is",
  list_migrations: "List the migrations that D1 lacks",
  migrate: "Apply them",
  deploy: "Deploy",
  find_live_again: "Find out which version has the requests",
  verify: "Verify the new version",
  go_back: "Go back",
};

/** Goes from step to step until the end, and says each. */
export async function conduct(target: Target, tools: Tools): Promise<End> {
  const deployment = new Deployment(target, tools);
  for (let facts: Facts = {}; ; ) {
    const step = nextStep(target, facts);
    if (typeof step !== "string") {
      tools.say(step.text);
      return step;
    }
    tools.say(`▶ ${TITLES[step]}`);
    facts = { ...facts, ...(await deployment.steps[step](facts)) };
  }
}

class Deployment {
  readonly #target: Target;
  readonly #tools: Tools;
  #entries: readonly OutputEntry[] = [];
  #before: SeenHealth | null = null;

  readonly steps: { readonly [Name in Step]: (facts: Facts) => Promise<Facts> } = {
    check: async () => ({ check: (await this.#tools.check()) ? "done" : "failed" }),
    bundle: async () => ({ bundle: await this.#done("deploy", "--dry-run") }),
    find_live: async () => ({ find_live: await this.#live() }),
    look_before: async () => ({ look_before: { isReadable: await this.#look() } }),
    list_migrations: async () => ({ list_migrations: await this.#listed() }),
    migrate: async () => ({ migrate: await this.#done("d1", "migrations", "apply", "DB", "--remote") }),
    deploy: async (facts) => ({ deploy: await this.#deployed(facts) }),
    find_live_again: async () => ({ find_live_again: await this.#live() }),
    verify: async ({ deploy }) => ({ verify: await this.#verified(deploy) }),
    go_back: async (facts) => ({
      go_back: await this.#done("rollback", liveOf(facts) ?? "", "--yes", "--message", REASON),
    }),
  };

  constructor(target: Target, tools: Tools) {
    this.#target = target;
    this.#tools = tools;
  }

  async #done(...args: readonly string[]): Promise<"done" | "failed"> {
    return (await this.#tools.wrangler(args)).isDone ? "done" : "failed";
  }

  async #live(): Promise<Shares | "failed"> {
    const { isDone, output } = await this.#tools.wrangler(["deployments", "status", "--json"]);
    try {
      const shares = liveIn(output, isDone);
      if (shares.length > 1) this.#tools.say(`Several versions share the requests: ${sharesText(shares)}.`);
      return shares;
    } catch {
      return "failed";
    }
  }

  async #look(): Promise<boolean | null> {
    const { address } = this.#target;
    if (address === null) return null;
    this.#before = readHealth(await this.#tools.health(address, {}, LOOK_MS));
    return this.#before !== null;
  }

  async #listed(): Promise<{ readonly pending: readonly string[] } | "failed"> {
    const { isDone, output } = await this.#tools.wrangler(["d1", "migrations", "list", "DB", "--remote"]);
    const pending = isDone ? pendingIn(output) : null;
    return pending === null ? "failed" : { pending };
  }

  async #deployed(facts: Facts): Promise<{ readonly version: string } | "failed"> {
    const { gradual } = this.#target;
    const { isDone, entries } = await this.#tools.wrangler(gradual === null ? ["deploy"] : ["versions", "upload"]);
    this.#entries = entries;
    const version = versionIn(entries);
    if (!isDone || version === null) return "failed";
    if (gradual === null) return { version };
    const share = await this.#done(
      "versions",
      "deploy",
      `${version}@${gradual}%`,
      `${liveOf(facts) ?? ""}@${100 - gradual}%`,
      "--yes",
    );
    return share === "done" ? { version } : "failed";
  }

  /** Looks until the new version is in order, or a minute is over. */
  async #verified(deployed: Facts["deploy"]): Promise<Verdict> {
    const address = this.#target.address ?? addressIn(this.#entries);
    if (address === null || deployed === undefined || deployed === "failed") {
      return { kind: "unreadable", text: "The service's address is not known: give it with --url." };
    }
    // While two versions share the requests, the header has this one answer.
    const worker = workerIn(this.#entries);
    const headers = worker === null ? {} : { [OVERRIDE]: `${worker}="${deployed.version}"` };
    const endMs = this.#tools.nowMs() + PATIENCE_MS;
    for (let leftMs = PATIENCE_MS; ; ) {
      const answer = await this.#tools.health(address, headers, Math.min(leftMs, LOOK_MS));
      const verdict = verdictOf(deployed.version, answer, this.#before);
      leftMs = endMs - this.#tools.nowMs() - LOOK_INTERVAL_MS;
      const isSettled = verdict.kind === "verified" || (verdict.kind === "foreign" && this.#before === null);
      if (isSettled || leftMs <= 0) return verdict;
      await this.#tools.sleep(LOOK_INTERVAL_MS);
    }
  }
}

const OVERRIDE = "Cloudflare-Workers-Version-Overrides";
const REASON = "taipy-edge deploy: the new version was not in order";
