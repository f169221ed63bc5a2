import type { App } from "../core/config/app-types.ts";
import { withoutSecrets } from "../core/config/secrets/shown-values.ts";
import { exportConfiguration } from "../core/config/toml/export.ts";
import { type Admitted, judgeConfiguration } from "../core/planning/admission.ts";
import type { Clock, Log } from "../core/ports/runtime.ts";
import type { VersionStore } from "../core/ports/version-store.ts";
import { formatTime } from "../core/time.ts";

export interface AdmissionDeps {
  readonly app: App;
  readonly clock: Clock;
  readonly log: Log;
  readonly sleep: (ms: number) => Promise<void>;
  readonly versions: Pick<VersionStore, "keep" | "replace">;
  /** The SHA-256 of a text, as hex. */
  readonly digest: (text: string) => Promise<string>;
}

/** A request waits so long for the one that asks the database; then it asks by itself. */
const PATIENCE_MS = 500;
const POLL_MS = 5;

export interface Admission {
  /**
   * Whether the configuration may stand under its version number. Costs nothing after the first time in an isolate's life;
   * a refusal, or a database that fails, is asked again.
   * @throws TaipyError `configuration_changed` when another one is kept there, and may not be replaced
   */
  admit(): Promise<Admitted>;
  /** Has the next call ask the database again. */
  forget(): void;
}

// docs/decisions/090-each-waits-for-what-it-needs.md
export function createAdmission(deps: AdmissionDeps): Admission {
  let answer: Admitted | null = null;
  /** The newest request that asks the database; the others can't await its promise, since it may hang or be stopped. */
  let asking: object | null = null;

  async function ask(): Promise<Admitted> {
    const own = {};
    asking = own;
    try {
      const admitted = await admit(deps);
      if (asking === own) answer = admitted;
      return admitted;
    } finally {
      if (asking === own) asking = null;
    }
  }

  return {
    async admit() {
      for (let waited = 0; answer === null && asking !== null && waited < PATIENCE_MS; waited += POLL_MS) {
        await deps.sleep(POLL_MS);
      }
      return answer ?? ask();
    },
    forget() {
      answer = null;
      asking = null;
    },
  };
}

/** Keeps the configuration under its version number when there is none yet, or when it may replace the other one. */
async function admit({ app, clock, log, versions, digest }: AdmissionDeps): Promise<Admitted> {
  const { versionNumber } = app.core;
  const configuration = JSON.stringify(await condensed(withoutSecrets(exportConfiguration(app).sections), digest));
  const kept = await versions.keep(versionNumber, formatTime(clock()), configuration);
  const { admitted, replaces, differences } = judgeConfiguration(app.core, kept, configuration);
  if (replaces) await versions.replace(versionNumber, { kept, configuration });
  if (differences.length > 0) {
    log("configuration_replaced", { version: versionNumber, paths: differences.map(({ path }) => path) });
  }
  return admitted;
}

/** Sections hold configs, configs hold settings. */
const DEPTH_OF_SETTINGS = 3;
const MAX_KEPT_CHARACTERS = 1_000;

/**
 * The configuration with a fingerprint for each setting that is long (default data may be a whole table): it shows whether
 * the setting has changed, and a row of D1 holds no more than 2 MB.
 */
async function condensed(value: unknown, digest: AdmissionDeps["digest"], depth = 0): Promise<unknown> {
  if (depth < DEPTH_OF_SETTINGS && typeof value === "object" && value !== null && !Array.isArray(value)) {
    const entries = Object.entries(value).map(async ([key, inner]) => [key, await condensed(inner, digest, depth + 1)]);
    return Object.fromEntries(await Promise.all(entries));
  }
  const text = JSON.stringify(value) ?? "null";
  if (text.length <= MAX_KEPT_CHARACTERS) return value;
  return { sha256: await digest(text), characters: text.length };
}
