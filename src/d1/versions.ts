import type { App } from "../core/config/app-types.ts";
import { configurationDifferences, type Difference } from "../core/config/toml/differences.ts";
import { exportConfiguration } from "../core/config/toml/export.ts";
import { TaipyError } from "../core/errors.ts";
import { notFound } from "../core/missing.ts";
import type { Orchestrators } from "../core/ports/orchestrator.ts";
import type { Clock, Log } from "../core/ports/runtime.ts";
import type { Versions } from "../core/ports/versions.ts";
import { formatTime } from "../core/time.ts";
import { sha256 } from "../payloads/sha256.ts";
import { deleteVersion } from "./delete/delete-version.ts";

export interface VersionsDeps {
  readonly db: D1Database;
  readonly app: App;
  readonly clock: Clock;
  readonly log: Log;
  readonly orchestrators: Orchestrators;
}

const MAX_TOLD = 10;
/** Sections hold configs, configs hold settings. */
const DEPTH_OF_SETTINGS = 3;
const MAX_KEPT_CHARACTERS = 1_000;

export function createVersions(deps: VersionsDeps): Versions {
  const { db, app } = deps;
  const { versionNumber } = app.core;
  let admission: Promise<void> | null = null;

  return {
    admit() {
      // Asked once in an isolate's life; a refusal, or a database that fails, is asked again.
      admission ??= admit(deps).catch((error: unknown) => {
        admission = null;
        throw error;
      });
      return admission;
    },
    async resolve(version) {
      if (version === undefined || version === "latest" || version === versionNumber) return versionNumber;
      if (version === "all" || version === "") return null;
      if (app.core.mode === "development" && (version === "development" || version === "dev")) return versionNumber;
      const found = await db.prepare("SELECT id FROM versions WHERE id = ?").bind(version).first();
      if (found === null) throw notFound("version", version);
      return version;
    },
    async list() {
      const { results } = await db
        .prepare("SELECT id, creation_date FROM versions ORDER BY creation_date, id")
        .all<{ id: string; creation_date: string }>();
      const versions = results.map((row) => ({ ...row, is_latest: row.id === versionNumber }));
      if (versions.some((version) => version.is_latest)) return versions;
      return [...versions, { id: versionNumber, creation_date: null, is_latest: true }];
    },
    async remove(version, force) {
      admission = null;
      await deleteVersion(deps, version, force);
    },
  };
}

/**
 * Keeps the configuration under its version number when there is none yet, or when it may take the other one's place.
 * @throws TaipyError `configuration_changed`
 */
async function admit({ db, app, clock, log }: VersionsDeps): Promise<void> {
  const { versionNumber, mode, force } = app.core;
  const configuration = JSON.stringify(await condensed(exportConfiguration(app).sections));
  const [, found] = await db.batch<{ configuration: string }>([
    db
      .prepare("INSERT OR IGNORE INTO versions VALUES (?, ?, ?)")
      .bind(versionNumber, formatTime(clock()), configuration),
    db.prepare("SELECT configuration FROM versions WHERE id = ?").bind(versionNumber),
  ]);
  const stored = found?.results[0]?.configuration ?? configuration;
  if (stored === configuration) return;
  const differences = configurationDifferences(JSON.parse(stored), JSON.parse(configuration));
  const mayChange = mode === "development" || force;
  if (differences.length > 0 && !mayChange) throw changed(versionNumber, differences);
  await db
    .prepare("UPDATE versions SET configuration = ?2 WHERE id = ?1 AND configuration = ?3")
    .bind(versionNumber, configuration, stored)
    .run();
  if (differences.length === 0) return;
  log("configuration_replaced", { version: versionNumber, paths: differences.map(({ path }) => path) });
}

/**
 * The configuration with a fingerprint for each setting that is long (default data may be a whole table): it tells whether
 * the setting has changed, and a row of D1 holds no more than 2 MB.
 */
async function condensed(value: unknown, depth = 0): Promise<unknown> {
  if (depth < DEPTH_OF_SETTINGS && typeof value === "object" && value !== null && !Array.isArray(value)) {
    const entries = Object.entries(value).map(async ([key, inner]) => [key, await condensed(inner, depth + 1)]);
    return Object.fromEntries(await Promise.all(entries));
  }
  const text = JSON.stringify(value) ?? "null";
  if (text.length <= MAX_KEPT_CHARACTERS) return value;
  return { sha256: await sha256(new TextEncoder().encode(text)), characters: text.length };
}

function changed(version: string, differences: readonly Difference[]): TaipyError {
  const told = differences.slice(0, MAX_TOLD).map(tell);
  const more = differences.length > MAX_TOLD ? ` and ${differences.length - MAX_TOLD} more` : "";
  const advice = "Configure another version number, or core.force to keep this configuration under the old one.";
  return new TaipyError(
    "configuration_changed",
    `The configuration of version '${version}' has changed: ${told.join("; ")}${more}. ${advice}`,
    { details: { version, differences: differences.length } },
  );
}

const tell = ({ path, was, is }: Difference): string =>
  was === null
    ? `${path} is new`
    : is === null
      ? `${path} is gone`
      : `${path} was ${JSON.stringify(was)}, is ${JSON.stringify(is)}`;
