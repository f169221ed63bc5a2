import type { FrequencyName } from "../../entities/cycle.ts";
import type { Properties } from "../../entities/fields.ts";
import type { AnyComparator, DataNodeConfig, ScenarioConfig, TaskConfig } from "../app-types.ts";
import { frozenCopy, frozenList } from "../frozen.ts";
import { withGiven } from "./given-options.ts";
import type { ValueOf } from "./task-config.ts";

/** The length of a scenario's cycles. Scenarios of a config without a frequency have no cycle. */
export const Frequency = Object.freeze({
  DAILY: "DAILY",
  WEEKLY: "WEEKLY",
  MONTHLY: "MONTHLY",
  QUARTERLY: "QUARTERLY",
  YEARLY: "YEARLY",
}) satisfies { readonly [Name in FrequencyName]: Name };
export type Frequency = FrequencyName;

type NodesOf<Tasks extends readonly TaskConfig[], Additional extends readonly DataNodeConfig[]> =
  | Tasks[number]["inputs"][number]
  | Tasks[number]["outputs"][number]
  | Additional[number];

/** Compares the values of one data node in several scenarios. */
export type Comparator<Value> = (...values: Value[]) => unknown;

/** The comparator type of each node of a union. */
type ComparatorOf<Node> = Node extends DataNodeConfig ? Comparator<ValueOf<Node>> : never;

/** Nodes whose id the compiler knows to be `Name`. */
type NodesNamed<Nodes, Name> =
  Nodes extends DataNodeConfig<unknown, infer Id>
    ? string extends Id
      ? never
      : Name extends Id
        ? Nodes
        : never
    : never;

/** Nodes whose id the compiler does not know. */
type NodesUnnamed<Nodes> =
  Nodes extends DataNodeConfig<unknown, infer Id> ? (string extends Id ? Nodes : never) : never;

type ComparatorFor<Nodes, Name> = [NodesNamed<Nodes, Name>] extends [never]
  ? [NodesUnnamed<Nodes>] extends [never]
    ? `no data node of the scenario is called ${Name & string}`
    : OneOrMany<ComparatorOf<NodesUnnamed<Nodes>>>
  : OneOrMany<ComparatorOf<NodesNamed<Nodes, Name>>>;

type OneOrMany<Item> = Item | readonly Item[];

export interface ScenarioOptions<
  Tasks extends readonly TaskConfig[],
  Additional extends readonly DataNodeConfig[],
  Compared,
> {
  /** Default: none. */
  readonly tasks?: Tasks;
  /** Data nodes that no task of the scenario uses. Default: none. */
  readonly additionalDataNodes?: Additional;
  /** The length of the cycles of the scenarios. Default: the scenarios have no cycle. */
  readonly frequency?: Frequency;
  /** Sequence name → some of the scenario's tasks. The name may contain spaces. Default: none. */
  readonly sequences?: Readonly<Record<string, readonly Tasks[number][]>>;
  /** Id of a data node of the scenario → the function or functions that compare its values. Default: none. */
  readonly comparators?: { readonly [Name in keyof Compared]: ComparatorFor<NodesOf<Tasks, Additional>, Name> };
  /** Free keys of the application. Default: none. */
  readonly properties?: Readonly<Properties>;
}

/**
 * Declares a scenario: `scenario("monthly", { tasks: [train, predict], frequency: Frequency.MONTHLY })`.
 *
 * The compiler refuses a sequence with a task that the scenario does not have, a comparator of the wrong value type, and a
 * comparator for an unknown data node (if it knows the ids of all data nodes: see `valueType`).
 *
 * @param id letters, digits and underscores, unique among all configs of the application
 * @returns a frozen plain object. This function never throws: `defineApp` reports all problems at once.
 */
export function scenario<
  const Id extends string,
  const Tasks extends readonly TaskConfig[] = readonly [],
  const Additional extends readonly DataNodeConfig[] = readonly [],
  Compared = unknown,
>(id: Id, options: ScenarioOptions<Tasks, Additional, Compared> = {}): ScenarioConfig<Id, NodesOf<Tasks, Additional>> {
  const config: ScenarioConfig<Id, NodesOf<Tasks, Additional>> = Object.freeze({
    kind: "SCENARIO",
    id,
    tasks: frozenList(options.tasks ?? []),
    additionalDataNodes: frozenList(options.additionalDataNodes ?? []),
    frequency: options.frequency ?? null,
    comparators: frozenLists(options.comparators as Lists<AnyComparator> | undefined),
    sequences: frozenLists(options.sequences),
    properties: frozenCopy(options.properties ?? {}),
  });
  return withGiven(config, options);
}

type Lists<Item> = Readonly<Record<string, OneOrMany<Item>>>;

/** Any value that is no object is returned unchanged, and the checks report it. */
function frozenLists<Item>(lists: Lists<Item> = {}): Readonly<Record<string, readonly Item[]>> {
  if (typeof lists !== "object" || lists === null || Array.isArray(lists)) return lists as never;
  const entries = Object.entries(lists).map(([name, value]) => [
    name,
    frozenList(Array.isArray(value) ? value : [value]),
  ]);
  return Object.freeze(Object.fromEntries(entries));
}
