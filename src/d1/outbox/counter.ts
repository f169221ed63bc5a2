import type { CounterStep } from "../../core/ports/outbox-database.ts";

// docs/decisions/065-each-drain-raises-a-counter.md
/** The counter of a domain, an SQL expression; 0 before the first batch of its object. */
export const counterOf = (domain: string): string =>
  `coalesce((SELECT c.revision FROM outbox_fences AS c WHERE c.domain = ${domain}), 0)`;

// docs/decisions/011-a-fence-for-batches-that-delete.md
// A counter that is not where it should be gets no revision, which its table refuses, and with it the batch.
const RAISE = `INSERT INTO outbox_fences (domain, revision)
  SELECT domain, iif(counter BETWEEN ?3 AND ?4, max(counter, ?2), NULL) FROM (SELECT ?1 AS domain, ${counterOf("?1")} AS counter)
  WHERE true ON CONFLICT (domain) DO UPDATE SET revision = excluded.revision`;

/** Raises the counter of a domain; a batch that has it is refused as a whole when the counter is not where it should be. */
export const raiseCounter = (db: D1Database, domain: string, { to, least, most }: CounterStep): D1PreparedStatement =>
  db.prepare(RAISE).bind(domain, to, least, most);

/** As {@link raiseCounter}, and the guards of rows in outbox-statements.ts: they make a column empty that must not be. */
const OUT_OF_STEP = /NOT NULL constraint failed: (?:outbox_fences\.revision|data_nodes\.revision|edits\.number)/;

/** Whether D1 refused a batch because it is not as the object left it. */
export const isOutOfStep = (error: unknown): boolean => error instanceof Error && OUT_OF_STEP.test(error.message);
