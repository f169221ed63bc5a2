import type { Counts } from "../figures/counts.ts";

/** A copy of a binding that runs code before or after some of its methods. */
function overlaid<T extends object>(original: T, overlay: Partial<Record<keyof T, unknown>>): T {
  return new Proxy(original, {
    get(target, name) {
      if (Object.hasOwn(overlay, name)) return overlay[name as keyof T];
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
}

const originals = new WeakMap<object, D1PreparedStatement>();
const originalOf = (statement: D1PreparedStatement): D1PreparedStatement => originals.get(statement) ?? statement;

export function countedD1(db: D1Database, counts: Counts): D1Database {
  const took = (results: readonly D1Result[]) => {
    counts.d1_calls += 1;
    counts.d1_statements += results.length;
    for (const { meta } of results) {
      counts.rows_read += meta.rows_read;
      counts.rows_written += meta.rows_written;
    }
  };
  async function all<Row>(statement: D1PreparedStatement): Promise<D1Result<Row>> {
    const result = await statement.all<Row>();
    took([result]);
    return result;
  }
  // The results of `first` and `raw` have no costs, so both use `all`. They differ only for columns of the same name.
  const counted = (statement: D1PreparedStatement): D1PreparedStatement => {
    const copy = overlaid(statement, {
      bind: (...values: unknown[]) => counted(statement.bind(...values)),
      all: () => all(statement),
      run: () => all(statement),
      raw: async () => (await all<Record<string, unknown>>(statement)).results.map((row) => Object.values(row)),
      first: async (column?: string) => {
        const [row = null] = (await all<Record<string, unknown>>(statement)).results;
        return row === null || column === undefined ? row : row[column];
      },
    });
    originals.set(copy, statement);
    return copy;
  };
  return overlaid(db, {
    prepare: (sql: string) => counted(db.prepare(sql)),
    batch: async (statements: D1PreparedStatement[]) => {
      const results = await db.batch(statements.map(originalOf));
      took(results);
      return results;
    },
  });
}

export const countedKv = (kv: KVNamespace, counts: Counts): KVNamespace =>
  overlaid(kv, {
    get: (...call: [string]) => {
      counts.kv_reads += 1;
      return kv.get(...call);
    },
    put: (...call: [string, string]) => {
      counts.kv_writes += 1;
      return kv.put(...call);
    },
    delete: (...call: [string]) => {
      counts.kv_writes += 1;
      return kv.delete(...call);
    },
  });

export const countedQueue = <Body>(queue: Queue<Body>, counts: Counts): Queue<Body> =>
  overlaid(queue, {
    send: (...call: Parameters<Queue<Body>["send"]>) => {
      counts.queue_messages += 1;
      return queue.send(...call);
    },
    sendBatch: (...[messages, options]: Parameters<Queue<Body>["sendBatch"]>) => {
      const all = [...messages];
      counts.queue_messages += all.length;
      return queue.sendBatch(all, options);
    },
  });

/** Each call of a stub's method is a request. */
export const countedNamespace = (namespace: DurableObjectNamespace, counts: Counts): DurableObjectNamespace =>
  overlaid(namespace, {
    get: (id: DurableObjectId) =>
      new Proxy(namespace.get(id), {
        get: (target, name) => {
          const method: unknown = Reflect.get(target, name, target);
          if (typeof method !== "function") return method;
          return (...call: unknown[]) => {
            counts.object_requests += 1;
            return Reflect.apply(method, target, call);
          };
        },
      }),
  });

export function countedStorage(storage: DurableObjectStorage, counts: Counts): DurableObjectStorage {
  const sql = overlaid(storage.sql, {
    exec: (...call: Parameters<SqlStorage["exec"]>) => {
      const cursor = storage.sql.exec(...call);
      const rows = cursor.toArray();
      counts.object_statements += 1;
      counts.object_rows_read += cursor.rowsRead;
      counts.object_rows_written += cursor.rowsWritten;
      return { toArray: () => rows, rowsRead: cursor.rowsRead, rowsWritten: cursor.rowsWritten };
    },
  });
  return overlaid(storage, {
    sql,
    setAlarm: (...call: Parameters<DurableObjectStorage["setAlarm"]>) => {
      counts.alarms_set += 1;
      return storage.setAlarm(...call);
    },
  });
}
