import { type Drivers, driverAdvice } from "../../storage-options/drivers.ts";
import { storageTypeRow } from "../../storage-types.ts";
import type { DataNodeConfig } from "../app-types.ts";
import { type ConfigurationIssue, issuesOf } from "./issue.ts";

const issues = issuesOf("DriversChecker");

/** Every data node whose storage type needs a driver that the application does not pass. */
export function* checkDrivers(dataNodes: Iterable<DataNodeConfig>, drivers: Drivers): Generator<ConfigurationIssue> {
  for (const { id, storageType, properties } of dataNodes) {
    const name = storageTypeRow(storageType)?.driver?.(properties) ?? null;
    if (name === null || drivers[name] !== undefined) continue;
    const message = `The data node \`${id}\` needs the driver \`${name}\`: ${driverAdvice(name)}.`;
    yield issues.error("drivers", undefined, message);
  }
}
