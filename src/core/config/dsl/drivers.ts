import type { App, DataNodeConfig } from "../app-types.ts";
import { type ConfigurationIssue, issuesOf } from "../check/issue.ts";

// biome-ignore lint/suspicious/noExplicitAny: the libraries' own declarations say what is taken and answered.
type Construct = new (...values: any[]) => object;
// biome-ignore lint/suspicious/noExplicitAny: as above.
type Call = (...values: any[]) => unknown;

/**
 * Libraries that speak to databases and are too large to lie in every Worker. An application whose data nodes need one
 * hands over the module: `import * as mongodb from "mongodb"; defineApp({ drivers: { mongodb } })`.
 */
export interface Drivers {
  /** `import * as mongodb from "mongodb"`: for `mongoCollection`. */
  readonly mongodb?: { readonly MongoClient: Construct };
  /** `import * as mysql2 from "mysql2/promise"`: for `sqlTable` and `sql` with the engine `mysql`. */
  readonly mysql2?: { readonly createConnection: Call };
}

export type DriverName = keyof Drivers;

/** How an application brings a driver, for messages. */
export const driverAdvice = (name: DriverName): string => {
  const source = { mongodb: "mongodb", mysql2: "mysql2/promise" }[name];
  return `\`import * as ${name} from "${source}"\` and give \`defineApp\` the option \`drivers: { ${name} }\``;
};

const issues = issuesOf("DriversChecker");

/** The driver that a data node needs; null = none, or one that every Worker has. */
export function driverOf({ storageType, properties }: DataNodeConfig): DriverName | null {
  if (storageType === "mongo_collection") return "mongodb";
  const isSql = storageType === "sql_table" || storageType === "sql";
  return isSql && properties.db_engine === "mysql" ? "mysql2" : null;
}

export function* checkDrivers({
  dataNodes,
  drivers,
}: Pick<App, "dataNodes" | "drivers">): Generator<ConfigurationIssue> {
  for (const config of dataNodes.values()) {
    const name = driverOf(config);
    if (name === null || drivers[name] !== undefined) continue;
    const message = `The data node \`${config.id}\` needs the driver \`${name}\`: ${driverAdvice(name)}.`;
    yield issues.error("drivers", undefined, message);
  }
}
