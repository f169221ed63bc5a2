import { type Table, tableOf, tablesOf } from "../tables.ts";

/** Names of wrangler's top level, in messages. */
const TOP = "the top level";

/**
 * The resources of the service that two environments of wrangler's configuration share, as sentences: a deployment of one would
 * reach the data, the queue or the limits of the other. Bindings of the application's own may be shared.
 * docs/decisions/081-environments-share-nothing.md
 * @param config the parsed file
 */
export function sharedResources(config: Table): readonly string[] {
  const environments = Object.entries(tableOf(config.env)).map(
    ([name, environment]) => [`[env.${name}]`, tableOf(environment)] as const,
  );
  const all = [[TOP, config] as const, ...environments].flatMap(([environment, table]) =>
    [...new Set(resourcesOf(table))].map((resource) => ({ environment, resource })),
  );
  return [...Map.groupBy(all, ({ resource }) => resource)]
    .filter(([, uses]) => uses.length > 1)
    .map(
      ([resource, uses]) =>
        `${uses.map(({ environment }) => environment).join(" and ")} have the same ${resource}. Give each its own.`,
    );
}

/** The service's own resources of one environment, as `kind name`. */
function resourcesOf(environment: Table): readonly string[] {
  const { producers, consumers } = tableOf(environment.queues) as { producers?: unknown; consumers?: unknown };
  const jobs = tablesOf(producers).filter(({ binding }) => binding === "JOBS" || binding === "JOBS_ALONE");
  const queues = jobs.map(({ queue }) => queue);
  const dead = tablesOf(consumers)
    .filter(({ queue }) => queues.includes(queue))
    .map((consumer) => consumer.dead_letter_queue);
  return [
    ...named("Worker", [environment.name]),
    ...tablesOf(environment.d1_databases)
      .filter(({ binding }) => binding === "DB")
      .flatMap((database) => [
        ...named("database", [database.database_name]),
        ...named("database", [database.database_id]),
      ]),
    ...tablesOf(environment.kv_namespaces)
      .filter(({ binding }) => binding === "PAYLOADS")
      .flatMap(({ id }) => named("KV namespace", [id])),
    ...tablesOf(environment.r2_buckets)
      .filter(({ binding }) => binding === "LARGE_PAYLOADS")
      .flatMap(({ bucket_name: bucket }) => named("bucket", [bucket])),
    ...named("queue", [...queues, ...dead]),
    ...tablesOf(environment.ratelimits)
      .filter(({ name }) => typeof name === "string" && name.endsWith("_LIMIT"))
      .flatMap(({ namespace_id: id }) => named("number of a limit", [id])),
  ];
}

const named = (kind: string, names: readonly unknown[]): readonly string[] =>
  names.filter((name) => typeof name === "string" && name !== "").map((name) => `${kind}, ${name}`);
