import { dataNodeConfig } from "../../../src/core/config/dsl/data-node-config.ts";
import type { OptionRow } from "../../../src/core/storage-options/option.ts";
import { STORAGE_TYPES, type StorageTypeName, storageTypeRow } from "../../../src/core/storage-types.ts";
import { type DataNodeConfig, dataNode, defineApp, scenario, type TaskContext, task } from "../../../src/taipy-edge.ts";
import { createTaipy } from "../../../src/worker.ts";
import { address, DEFAULT_DATA, mark, marked, markedSection } from "./marks.ts";

/** An application that has marked secrets wherever a configuration can hold one, and whose storage and jobs fail with them. */

const fail = (...given: readonly unknown[]): never => {
  throw new Error(`It failed with ${JSON.stringify(given)}.`);
};

/** Options whose values have a form of their own, or that a node needs to fail at once. */
const SPECIAL: Readonly<Record<string, (place: string) => unknown>> = {
  binding: () => undefined,
  encoding: () => undefined,
  sheet_name: () => undefined,
  exposed_type: () => undefined,
  custom_document: () => undefined,
  db_engine: () => "postgresql",
  db_host: () => "127.0.0.1",
  db_port: () => 1,
  db_driver: () => "",
  shared_path: () => true,
  default_path: (place) => `data/${place}?sig=${mark(`${place}-path`)}`,
  read_query: (place) => `SELECT '${address(`${place}-query`)}'`,
  db_extra_args: (place) => ({ sslcert: mark(place), options: [mark(`${place}-list`)] }),
  read_fct_args: (place) => [mark(place), { a: [mark(`${place}-nested`)] }, address(`${place}-address`), "ENV[PLAIN]"],
  write_fct_args: (place) => [mark(place), "ENV[API_TOKEN]"],
  read_kwargs: (place) => ({ storage_options: { token: mark(place) } }),
  write_kwargs: (place) => ({ storage_options: { token: mark(place) } }),
  aws_s3_client_parameters: (place) => ({ aws_session_token: mark(place) }),
  aws_s3_get_object_parameters: (place) => ({ SSECustomerKey: mark(place) }),
  aws_s3_put_object_parameters: (place) => ({ Metadata: { token: mark(place) }, Tagging: `token=${mark(place)}` }),
};

function optionOf({ property, isFunction, secret, defaultValue }: OptionRow, place: string): unknown {
  if (isFunction === true && !Object.hasOwn(SPECIAL, property)) return fail;
  const special = SPECIAL[property];
  if (special !== undefined) return special(place);
  if (secret === true) return mark(place);
  return defaultValue ?? address(place);
}

function node(
  type: StorageTypeName,
  id = `${type}_node`,
  more: Readonly<Record<string, unknown>> = {},
): DataNodeConfig {
  const options = Object.entries(storageTypeRow(type)?.options ?? {}).map(([name, row]) => [
    name,
    optionOf(row, `${id}-${row.property}`),
  ]);
  return dataNodeConfig(id, type, { ...Object.fromEntries(options), properties: marked(id), ...more });
}

const nodes = STORAGE_TYPES.map((type) => node(type));
const outside = [
  ...nodes.filter(({ storageType }) => storageTypeRow(storageType)?.content === null),
  node("sql_table", "mysql_node", { dbEngine: "mysql" }),
  node("sql_table", "bound_node", { binding: "SHOP" }),
  node("sql", "missing_node", { dbEngine: "sqlite", binding: "GHOST" }),
  node("mongo_collection", "bound_documents", { binding: "DOCUMENTS", dbExtraArgs: undefined }),
  node("s3_object", "addressed_object", {
    endpoint: "http://127.0.0.1:1",
    awsRegion: "eu-west-3",
    awsS3BucketName: "bucket",
    awsS3ObjectKey: `key?token=${mark("object-key")}`,
    awsS3ClientParameters: undefined,
    awsS3GetObjectParameters: undefined,
    awsS3PutObjectParameters: undefined,
  }),
];
const shown = dataNode.json("default_node", { defaultData: { password: DEFAULT_DATA } });
const start = dataNode.pickle("start", { defaultData: 1, properties: marked("start") });

function revealing(_: unknown, context: TaskContext): never {
  const { env } = context;
  const own = ["ADMIN_KEY", "SECRET_KEY", "TAIPY_CONFIG"].map((name) => `${name}: ${String(env[name])}`);
  context.log(`with ${String(env.API_TOKEN)}`, { password: mark("logged"), nested: { note: env.SHOP } });
  const configured = marked("scenario");
  throw new Error(
    [...own, env.API_TOKEN, encodeURIComponent(String(env.SHOP)), JSON.stringify(configured), env.PLAIN].join("\n"),
  );
}

const result = (id: string) => dataNode.pickle(`${id}_result`);
const tasks = [
  task("revealing", {
    function: revealing,
    inputs: [start],
    outputs: [result("revealing")],
    properties: marked("task"),
  }),
  ...outside.flatMap((config) => [
    task(`read_${config.id}`, { function: () => 1, inputs: [config], outputs: [result(`read_${config.id}`)] }),
    task(`write_${config.id}`, { function: () => [{ a: 1 }], inputs: [start], outputs: [config] }),
  ]),
];

class MongoClient {
  readonly #address: string;

  constructor(given: string) {
    this.#address = given;
  }

  async connect(): Promise<never> {
    throw Object.assign(new Error(`No server at ${this.#address}`), { name: "MongoServerSelectionError" });
  }

  async close() {}
}

const createConnection = ({ password }: { readonly password: string }) =>
  Promise.reject(Object.assign(new Error(`Access denied (${password})`), { errno: 1045, sqlState: "28000" }));

const app = defineApp({
  scenarios: [
    scenario("everything", {
      tasks,
      additionalDataNodes: [...nodes, shown],
      properties: marked("scenario"),
      sequences: { part: tasks.slice(0, 1) },
    }),
  ],
  global: { secretKey: mark("configured-signing-key"), ...marked("global") },
  drivers: { mongodb: { MongoClient }, mysql2: { createConnection } },
  job: { mode: "development" },
  toml: ["TAIPY", "DATA_NODE.csv_node", "TASK.revealing", "SCENARIO.everything", "JOB", "CORE"]
    .map((section) => markedSection(section, section.replace(".", "-")))
    .join("\n"),
});

export const { worker, Orchestrator } = createTaipy(app);
export default worker;
