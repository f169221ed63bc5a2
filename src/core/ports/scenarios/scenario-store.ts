import type { DataNodeSnapshot } from "../../entities/data-node.ts";
import type { Tagging } from "../../planning/promotion/scenario-changes.ts";

/** Reads and changes of scenarios that the HTTP interface does not have. Entities come as in the port `EntityReader`. */
export interface ScenarioStore {
  /** The data node of a config that a scenario or one of its tasks uses; null = there is none. */
  dataNodeOf(scenarioId: string, configId: string): Promise<DataNodeSnapshot | null>;
  /** The scenarios of a cycle, so many at most, of any version, as the inside of a JSON array. */
  ofCycle(cycleId: string, most: number): Promise<string>;
  primaryOf(cycleId: string): Promise<string | null>;
  latestJob(taskId: string): Promise<string | null>;
  latestSubmission(entityId: string): Promise<string | null>;
  /** Makes a scenario the primary one of its cycle, in the place of another. @returns whether it exists and has a cycle */
  setPrimary(id: string): Promise<boolean>;
  /** Adds a tag, or removes it. @returns whether the scenario exists */
  retag(id: string, change: Tagging): Promise<boolean>;
}
