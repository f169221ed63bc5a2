import { MERGE, NAMES, VALUES } from "./audit-row.ts";
import { type CountedRefusals, dayOf, rowOf, together } from "./refusal-buffer.ts";

// docs/decisions/046-refused-calls-are-counted.md
/** Rows that the refused calls of unknown callers begin in a day, for each kind; one row more counts all further calls. */
export const MAX_ROWS_A_DAY = 1_000;

const IS_KNOWN = "EXISTS (SELECT 1 FROM audit WHERE id = value ->> 'id')";

/** Adds the rows that this write begins. Once a day's number is above the limit, it stays there. */
const BEGIN = `INSERT INTO refused_days (day, kind, begun)
  SELECT ?2, ?3, begun FROM (SELECT count(*) AS begun FROM json_each(?1) WHERE NOT ${IS_KNOWN}) WHERE begun > 0
  ON CONFLICT (day, kind) DO UPDATE SET begun = begun + excluded.begun`;

const WRITE = `INSERT INTO audit (${NAMES}) SELECT ${VALUES} FROM json_each(?1)
  WHERE ${IS_KNOWN} OR (SELECT begun FROM refused_days WHERE day = ?2 AND kind = ?3) <= ${MAX_ROWS_A_DAY} ${MERGE}`;

/** The same columns for a day's total, from its row `?2` and the count of the rows that had no room. */
const TOTAL = `INSERT INTO audit (${NAMES}) SELECT ${VALUES.replace("value ->> 'count'", "value ->> 'count' + added")}
  FROM (SELECT ?2 AS value, coalesce(sum(value ->> 'count'), 0) AS added FROM json_each(?1) WHERE NOT ${IS_KNOWN})
  WHERE value ->> 'count' + added > 0 ${MERGE}`;

/** The statements of one batch that write counted refusals. */
export async function refusalStatements(
  db: D1Database,
  taken: readonly CountedRefusals[],
): Promise<readonly D1PreparedStatement[]> {
  const groups = [...Map.groupBy(taken, ({ kind, first }) => `${kind} ${dayOf(first)}`).values()];
  return (await Promise.all(groups.map((group) => statementsOf(db, group)))).flat();
}

async function statementsOf(db: D1Database, group: readonly CountedRefusals[]): Promise<D1PreparedStatement[]> {
  const single = group.filter(({ refusal }) => refusal !== null);
  const further = group.find(({ refusal }) => refusal === null)?.count ?? 0;
  const all = group.reduce(together);
  const day = dayOf(all.first);
  const rows = JSON.stringify(await Promise.all(single.map(rowOf)));
  const total = JSON.stringify(await rowOf({ ...all, refusal: null, count: further }));
  return [
    db.prepare(BEGIN).bind(rows, day, all.kind),
    db.prepare(WRITE).bind(rows, day, all.kind),
    db.prepare(TOTAL).bind(rows, total),
  ];
}
