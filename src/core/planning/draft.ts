import type { App, DataNodeConfig, TaskConfig } from "../config/app-types.ts";
import { storedProperties } from "../config/secrets/shown-values.ts";
import type { DataNode } from "../entities/data-node.ts";
import { dataNodeId, type NewUuid, taskId } from "../entities/ids.ts";
import type { Task } from "../entities/task.ts";
import { TaipyError } from "../errors.ts";
import type { Timestamp } from "../time.ts";
import type { CreationPlan, DefaultData, Existing, Parent } from "./creation-plan.ts";
import { newDataNode } from "./data-node-plan.ts";
import type { Domains } from "./domain.ts";
import { distinct, type Holder, ownerId, ownerOf, taskScope } from "./owner.ts";

export interface CreationContext {
  readonly app: App;
  readonly domains: Domains;
  readonly now: Timestamp;
  readonly newUuid: NewUuid;
}

type KnownDataNode = Existing["data_nodes"][number];

/** The module name of every task function: all functions of an application are bundled into one module. */
const FUNCTION_MODULE = "app";

/**
 * Collects the entities of one creation. Existing entities included, there is one data node and one task for each pair of
 * config and owner.
 */
export function createDraft({ app, domains, now, newUuid }: CreationContext, holder: Holder, existing: Existing) {
  const version = app.core.versionNumber;
  const knownDataNodes = new Map(existing.data_nodes.map((node) => [keyOf(node.config_id, node.owner_id), node]));
  const knownTasks = new Map(existing.tasks.map((task) => [keyOf(task.config_id, task.owner_id), task]));
  const storedPaths = new Set(existing.paths);

  const dataNodes: DataNode[] = [];
  const tasks: Task[] = [];
  const rewiredTasks = new Map<string, Task>();
  const parents = new Map<string, Parent>();
  const defaultData: DefaultData[] = [];
  const missingFiles: string[] = [];
  const created = new Set<string>();
  const reusedTasks = new Set<string>();
  const reusedDataNodes = new Set<string>();

  function addParent(child_id: string, parent_id: string): void {
    parents.set(`${child_id} ${parent_id}`, { child_id, parent_id });
  }

  function fileAt(path: string): "stored" | "in_app" | "none" {
    if (storedPaths.has(path)) return "stored";
    return app.files.has(path) ? "in_app" : "none";
  }

  /** Returns the known data node of the config and its owner, or creates one. */
  function dataNode(config: DataNodeConfig): KnownDataNode {
    const owner = ownerOf(config.scope, holder);
    const owner_id = ownerId(owner);
    const known = knownDataNodes.get(keyOf(config.id, owner_id));
    if (known !== undefined) {
      refuseOtherDomain(known, domains.dataNodeDomain(config.id, known.id, owner));
      if (!created.has(known.id)) reusedDataNodes.add(known.id);
      return known;
    }
    const id = dataNodeId(config.id, newUuid());
    const domain = domains.dataNodeDomain(config.id, id, owner);
    const made = newDataNode(config, { id, owner_id, version, domain, now, fileAt });
    created.add(id);
    dataNodes.push(made.row);
    if (made.default_data !== null) defaultData.push(made.default_data);
    if (made.missing_file !== null) missingFiles.push(made.missing_file);
    // The next node with this path uses the file that is stored with this one.
    const path = made.default_data?.path ?? made.missing_file;
    if (path !== null) storedPaths.add(path);
    knownDataNodes.set(keyOf(config.id, owner_id), made.row);
    return made.row;
  }

  /** Returns the known task of the config and its owner, or creates one; its data nodes first. */
  function task(config: TaskConfig): Task {
    if (config.function === null) throw new TaipyError("invalid_value", `Task config: ${config.id} has no function.`);
    const inputs = distinct(config.inputs).map(dataNode);
    const outputs = distinct(config.outputs).map(dataNode);
    const owner = ownerOf(taskScope(config), holder);
    const owner_id = ownerId(owner);
    const known = knownTasks.get(keyOf(config.id, owner_id));
    const id = known?.id ?? taskId(config.id, newUuid());
    const outputDomains = outputs.map((node) => node.domain);
    const wiring = {
      domain: domains.taskDomain(config.id, id, owner, outputDomains),
      input_ids: inputs.map((node) => node.id),
      output_ids: outputs.map((node) => node.id),
    };
    for (const child of [...wiring.input_ids, ...wiring.output_ids]) addParent(child, id);
    if (known !== undefined && isWired(known, wiring)) {
      if (!created.has(id)) reusedTasks.add(id);
      return known;
    }
    const made: Task = {
      id,
      config_id: config.id,
      version,
      owner_id,
      ...wiring,
      function_name: config.function.name || config.id,
      function_module: FUNCTION_MODULE,
      skippable: config.skippable,
      properties: storedProperties(config.properties),
    };
    if (known === undefined) {
      created.add(id);
      tasks.push(made);
    } else {
      reusedTasks.add(id);
      rewiredTasks.set(id, made);
    }
    knownTasks.set(keyOf(config.id, owner_id), made);
    return made;
  }

  const plan = (): CreationPlan => ({
    cycles: [],
    scenarios: [],
    sequences: [],
    tasks,
    rewired_tasks: [...rewiredTasks.values()],
    data_nodes: dataNodes,
    parents: [...parents.values()],
    default_data: defaultData,
    missing_files: missingFiles,
    reused_tasks: [...reusedTasks],
    reused_data_nodes: [...reusedDataNodes],
  });

  return { dataNode, task, addParent, plan };
}

const keyOf = (configId: string, owner: string | null): string => `${configId} ${owner ?? ""}`;

const isWired = (task: Task, wiring: Pick<Task, "domain" | "input_ids" | "output_ids">): boolean =>
  task.domain === wiring.domain &&
  task.input_ids.join() === wiring.input_ids.join() &&
  task.output_ids.join() === wiring.output_ids.join();

/**
 * The domain of a shared data node that a task writes never changes, because this object has its edit state and its locks.
 * A node that no task writes has its own id as domain, and every domain may read it.
 */
function refuseOtherDomain(node: KnownDataNode, domain: string): void {
  if (domain === node.id || domain === node.domain) return;
  throw new TaipyError(
    "configuration_changed",
    `DataNode: ${node.id} was created when the application wired it differently. Configure a new version number, or delete the data node.`,
  );
}
