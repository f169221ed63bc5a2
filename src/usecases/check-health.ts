import { DEADLINES, isNoAnswer, within } from "../core/deadlines.ts";
import type { HealthStore, Workload } from "../core/ports/health/health-store.ts";
import type { Clock } from "../core/ports/runtime.ts";
import { formatTime, MICROSECONDS_PER_SECOND, timeOf } from "../core/time.ts";

/** What a part of the platform does when it is called: `hanging` = it does not answer within two seconds. */
export type PartState = "ok" | "failing" | "hanging";

/** `unknown` = D1 did not say. */
export type SchemaState = "ok" | "not_migrated" | "unknown";

/** The state of each part, which anyone may see. */
export interface Checks {
  readonly d1: PartState;
  readonly kv: PartState;
  /** Where the binding exists. */
  readonly r2?: PartState;
  readonly durable_object: PartState;
  readonly schema: SchemaState;
}

/** The migrations of D1, compared with those that this release knows. */
export interface Migrations {
  /** The newest one that D1 has taken; null = it has no record of any. */
  readonly applied: string | null;
  /** The newest one that this release knows. */
  readonly newest: string;
  /** Those that D1 lacks, in the order in which they must be applied. */
  readonly pending: readonly string[];
  /** Those of a newer release. */
  readonly unknown: readonly string[];
}

export interface Health {
  readonly checks: Checks;
  /** Only for callers that may see all of it. */
  readonly details?: {
    /** null = D1 did not say. */
    readonly migrations: Migrations | null;
    /** null = D1 did not say, or it is not migrated. */
    readonly workload: (Workload & { readonly oldest_unfinished_s: number | null }) | null;
  };
}

export interface HealthDeps {
  readonly store: Pick<HealthStore, "migrations" | "workload">;
  /** The migrations that this release knows, in order. */
  readonly known: readonly string[];
  /** A call of each other part. */
  readonly parts: {
    readonly kv: () => Promise<unknown>;
    readonly r2?: (() => Promise<unknown>) | undefined;
    readonly durable_object: () => Promise<unknown>;
  };
  readonly sleep: Parameters<typeof within>[1];
  readonly clock: Clock;
}

// docs/decisions/085-migrations-come-before-the-code.md
/**
 * Calls every part of the platform side by side: the answer comes within two seconds, whatever hangs. Never rejects.
 * @param showsAll whether the caller may see all of it: one whose credentials can't be checked in time sees the states
 */
export async function checkHealth(
  { store, known, parts, sleep, clock }: HealthDeps,
  showsAll: Promise<boolean>,
): Promise<Health> {
  const limited = <T>(call: Promise<T>) => within(DEADLINES.health, sleep, call);
  const stateOf = (call: Promise<unknown>): Promise<PartState> =>
    limited(call).then(
      () => "ok",
      (error) => (isNoAnswer(error) ? "hanging" : "failing"),
    );
  const counted = async () => ((await showsAll) ? store.workload(formatTime(clock())) : null);
  const read = limited(store.migrations());
  const [d1, kv, r2, durable_object, applied, isShown, workload] = await Promise.all([
    stateOf(read),
    stateOf(parts.kv()),
    parts.r2 === undefined ? undefined : stateOf(parts.r2()),
    stateOf(parts.durable_object()),
    read.catch(() => undefined),
    limited(showsAll).catch(() => false),
    limited(counted()).catch(() => null),
  ]);
  const migrations = applied === undefined ? null : compared(applied ?? [], known);
  const schema = schemaState(migrations);
  const checks = { d1, kv, ...(r2 === undefined ? {} : { r2 }), durable_object, schema };
  if (!isShown) return { checks };
  return { checks, details: { migrations, workload: workload === null ? null : aged(workload, clock) } };
}

export const isHealthy = (checks: Checks): boolean => Object.values(checks).every((state) => state === "ok");

function compared(applied: readonly string[], known: readonly string[]): Migrations {
  const done = new Set(applied);
  const names = new Set(known);
  return {
    applied: applied.at(-1) ?? null,
    newest: known.at(-1) ?? "",
    pending: known.filter((name) => !done.has(name)),
    unknown: applied.filter((name) => !names.has(name)),
  };
}

function schemaState(migrations: Migrations | null): SchemaState {
  if (migrations === null) return "unknown";
  return migrations.pending.length === 0 ? "ok" : "not_migrated";
}

const aged = (workload: Workload, clock: Clock) => ({
  ...workload,
  oldest_unfinished_s:
    workload.oldest_unfinished === null
      ? null
      : Math.max(0, Math.round((clock() - timeOf(workload.oldest_unfinished)) / MICROSECONDS_PER_SECOND)),
});
