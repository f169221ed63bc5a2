import type { DataNodeConfig } from "../app-types.ts";
import { type DriverName, type Drivers, driverAdvice } from "../dsl/drivers.ts";
import { type ConfigurationIssue, issuesOf } from "./issue.ts";

const issues = issuesOf("DriversChecker");

/** Every data node whose storage type needs a driver that the application does not pass. */
export function* checkDrivers(dataNodes: Iterable<DataNodeConfig>, drivers: Drivers): Generator<ConfigurationIssue> {
  for (const config of dataNodes) {
    const name = driverOf(config);
    if (name === null || drivers[name] !== undefined) continue;
    const message = `The data node \`${config.id}\` needs the driver \`${name}\`: ${driverAdvice(name)}.`;
    yield issues.error("drivers", undefined, message);
  }
}

/** null = the data node needs no driver, or one that is part of every Worker. */
function driverOf({ storageType, properties }: DataNodeConfig): DriverName | null {
  if (storageType === "mongo_collection") return "mongodb";
  const isSql = storageType === "sql_table" || storageType === "sql";
  return isSql && properties.db_engine === "mysql" ? "mysql2" : null;
}
