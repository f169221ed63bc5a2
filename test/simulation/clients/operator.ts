import { isMendable } from "../../../src/core/repair/findings.ts";
import type { CheckScope } from "../../../src/usecases/repair/check.ts";
import type { ResyncDeps } from "../../../src/usecases/repair/repair-deps.ts";
import { type MendedFinding, type ResyncAnswer, resync } from "../../../src/usecases/repair/resync.ts";
import type { Action } from "../processes.ts";
import type { Violations } from "../violation.ts";

/** What changes anything, of all that a check and a resync call. */
const CHANGING: ReadonlySet<string> = new Set(["mend", "forgetNodes", "removeJobs", "removeEdits", "discardLater"]);

/** One resync may take so many requests. */
const MOST_REQUESTS = 200;

/** An administrator, who looks for differences between D1, the objects and KV, and has them mended. */
export class Operator {
  readonly #violations: Violations;
  readonly #ownDomains: () => readonly string[];
  /** What the last resync for real has found that can be mended. */
  mendable: readonly MendedFinding[] = [];

  /** @param ownDomains those of release 0.1.0's kind: an object of which D1 has no counter is found by its name only */
  constructor(violations: Violations, ownDomains: () => readonly string[]) {
    this.#violations = violations;
    this.#ownDomains = ownDomains;
  }

  /** POST /admin/resync/ of everything, and of each object of its own. */
  resync(isDryRun: boolean): Action {
    return async ({ repair }) => {
      const deps = isDryRun ? this.#watched(repair) : repair;
      const found: MendedFinding[] = [];
      const scopes: readonly CheckScope[] = [{}, ...this.#ownDomains().map((domain) => ({ domain }))];
      for (const scope of scopes) found.push(...(await this.#requests(deps, scope, isDryRun)));
      if (!isDryRun) this.mendable = found.filter(isMendable);
    };
  }

  async #requests(deps: ResyncDeps, scope: CheckScope, isDryRun: boolean): Promise<readonly MendedFinding[]> {
    const found: MendedFinding[] = [];
    let cursor: string | null = null;
    for (let requests = 0; requests < MOST_REQUESTS; requests += 1) {
      const answer: ResyncAnswer = await resync(deps, scope, cursor, { dry_run: isDryRun });
      found.push(...answer.findings);
      cursor = answer.next;
      if (cursor === null) return found;
    }
    this.#violations.report(`a resync ends: it is at ${cursor}`);
    return found;
  }

  #watched(deps: ResyncDeps): ResyncDeps {
    const check = (name: string) =>
      this.#violations.check(!CHANGING.has(name), "a dry run changes nothing", () => name);
    const watched = <T extends object>(part: T): T =>
      new Proxy(part, {
        get: (target, name) => {
          check(String(name));
          return Reflect.get(target, name);
        },
      });
    return {
      ...deps,
      repairs: watched(deps.repairs),
      orchestrators: (domain) => watched(deps.orchestrators(domain)),
      discardLater: (...call) => {
        check("discardLater");
        return deps.discardLater(...call);
      },
    };
  }
}
