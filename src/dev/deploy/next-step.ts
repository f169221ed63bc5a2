import type { Verdict } from "./verdict.ts";
import { type Shares, sharesText } from "./wrangler-output.ts";

/** What `taipy-edge deploy` does, one after the other. Each is one command of wrangler, or calls of `/health`. */
export type Step =
  | "check"
  | "bundle"
  | "find_live"
  | "look_before"
  | "list_migrations"
  | "migrate"
  | "deploy"
  | "find_live_again"
  | "verify"
  | "go_back";

export interface DeployOptions {
  readonly isDryRun: boolean;
  /** The new version gets so many percent of the requests; null = all. */
  readonly gradual: number | null;
}

/** What is known so far. A member that is missing was not looked at yet; `failed` = its command failed. */
export interface Facts {
  readonly check?: "done" | "failed";
  readonly bundle?: "done" | "failed";
  /** The versions that have the requests; none = the Worker was never deployed. */
  readonly find_live?: Shares | "failed";
  /** Whether `/health` could be read of the service as it was; null = its address was not known. */
  readonly look_before?: { readonly isReadable: boolean | null };
  readonly list_migrations?: { readonly pending: readonly string[] } | "failed";
  readonly migrate?: "done" | "failed";
  readonly deploy?: { readonly version: string } | "failed";
  /** After a deployment that failed: the versions that have the requests now. */
  readonly find_live_again?: Shares | "failed";
  readonly verify?: Verdict;
  readonly go_back?: "done" | "failed";
}

/** How it ended, in words for the operator. */
export interface End {
  readonly isDone: boolean;
  /** Of the command: 0 = it is live and in order, 1 = it is not, 3 = it is live, and no one knows whether it is in order. */
  readonly exitCode: 0 | 1 | 3;
  readonly text: string;
}

const UNCHANGED = "Nothing was changed.";
const STAY = "Migrations that were applied stay: they only add, and the release before works with them.";

// docs/decisions/086-deploy-migrates-verifies-and-goes-back.md
/** The next step, or the end. Migrations come before the code; the first deployment, which makes the database, is the exception. */
export function nextStep(options: DeployOptions, facts: Facts): Step | End {
  return prepared(options, facts) ?? changed(facts) ?? proved(facts);
}

/** The steps that change nothing. */
function prepared({ isDryRun, gradual }: DeployOptions, facts: Facts): Step | End | null {
  if (facts.check === undefined) return "check";
  if (facts.check === "failed") return ended(`The configuration has errors. ${UNCHANGED}`);
  if (facts.bundle === undefined) return "bundle";
  if (facts.bundle === "failed") return ended(`The Worker can't be bundled. ${UNCHANGED}`);
  if (isDryRun) return succeeded("A dry run: the configuration and the bundle are right. Nothing was changed.");
  if (facts.find_live === undefined) return "find_live";
  if (facts.find_live === "failed") {
    return ended(`The version that is live can't be found: see what wrangler says above. ${UNCHANGED}`);
  }
  if (facts.find_live.length > 0) return facts.look_before === undefined ? "look_before" : null;
  if (gradual === null) return null;
  return ended(`There is no version yet to share the requests with: deploy without --gradual. ${UNCHANGED}`);
}

/** The steps that change something. */
function changed(facts: Facts): Step | End | null {
  const isFirst = liveOf(facts) === null;
  return isFirst ? (deployed(facts) ?? migrated(facts)) : (migrated(facts) ?? deployed(facts));
}

function migrated({ list_migrations: listed, migrate, deploy }: Facts): Step | End | null {
  const code = deploy === undefined ? "The code is as it was" : "The new code runs";
  if (listed === undefined) return "list_migrations";
  if (listed === "failed") return ended(`The migrations of D1 can't be listed. ${code}; no migration was applied.`);
  if (listed.pending.length === 0) return null;
  if (migrate === undefined) return "migrate";
  if (migrate === "done") return null;
  return ended(`A migration failed, and was undone; those before it are applied. ${code}. Mend it, then deploy again.`);
}

function deployed(facts: Facts): Step | End | null {
  if (facts.deploy === undefined) return "deploy";
  if (facts.deploy !== "failed") return null;
  // wrangler may fail after the new version has the requests: for a route or a queue.
  const live = liveOf(facts);
  if (live === null) return ended("The first deployment failed: see what wrangler says above, then deploy again.");
  if (facts.find_live_again === undefined) return "find_live_again";
  if (facts.find_live_again === "failed") return ended(`The deployment failed. ${byHand(live)} ${STAY}`);
  const now = sharesText(facts.find_live_again);
  if (now === sharesText(sharesOf(facts))) return ended(`The deployment failed; the code is as it was. ${STAY}`);
  return wentBack(facts, `The deployment failed after it had changed who has the requests (${now})`);
}

/** The steps after the deployment. */
function proved(facts: Facts): Step | End {
  const { verify } = facts;
  if (verify === undefined) return "verify";
  if (verify.kind === "verified") return succeeded(verify.text);
  const isReadableBefore = facts.look_before?.isReadable ?? null;
  // A login page, or another Worker's route: it says nothing about the new version, unless it is the new version's doing.
  if (verify.kind === "foreign" && isReadableBefore !== true) return unverified(verify.text);
  const isFirst = liveOf(facts) === null;
  if (isFirst) return ended(`${verify.text} It is the first deployment, so there is nothing to go back to.`);
  // What could not be read before says nothing about the new version.
  if (verify.kind === "unreadable" && isReadableBefore === false) {
    return unverified(`${verify.text} It could not be read before the deployment either, so the new version stays.`);
  }
  if (verify.kind === "as_before")
    return ended(`${verify.text} It was so before the deployment, so the new version stays.`);
  return wentBack(facts, verify.text);
}

function wentBack(facts: Facts, why: string): Step | End {
  const live = liveOf(facts) ?? "";
  const reason = why.replace(/\.$/, "");
  if (facts.go_back === undefined) return "go_back";
  if (facts.go_back === "done") return ended(`${reason}. Version ${live} has the requests again. ${STAY}`);
  return ended(`${reason}. Going back failed, too. ${byHand(live)} ${STAY}`);
}

const sharesOf = ({ find_live: live = [] }: Facts): Shares => (live === "failed" ? [] : live);

/** The version that had most of the requests; null = the Worker was never deployed. */
export const liveOf = (facts: Facts): string | null => sharesOf(facts)[0]?.version_id ?? null;

const byHand = (version: string): string =>
  `See \`npx wrangler deployments status\`; \`npx wrangler rollback ${version}\` goes back.`;

const succeeded = (text: string): End => ({ isDone: true, exitCode: 0, text });
const ended = (text: string): End => ({ isDone: false, exitCode: 1, text });
const unverified = (text: string): End => ({ isDone: false, exitCode: 3, text: `Deployed, not verified. ${text}` });
