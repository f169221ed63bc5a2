import type { FrequencyName } from "../../entities/cycle.ts";
import type { Properties } from "../../entities/fields.ts";
import type { AnyComparator, DataNodeConfig, ScenarioConfig, TaskConfig } from "../app-types.ts";
import { frozenCopy, frozenList } from "../frozen.ts";
import { withGiven } from "./given-options.ts";
import type { Sequenced } from "./wiring.ts";

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

/** A comparator of one data node; the compiler's messages show its id. */
export interface ComparatorOf<Id extends string, Value> extends Comparator<Value> {
  /** Never set: it only carries the id. */
  readonly comparedNode?: Id;
}

/** The comparator type of each node of a union. */
type ComparatorOfEach<Node> = Node extends DataNodeConfig<infer Value, infer Id> ? ComparatorOf<Id, Value> : never;

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
    ? `no data node of the scenario is called '${Name & string}'`
    : OneOrMany<ComparatorOfEach<NodesUnnamed<Nodes>>>
  : OneOrMany<ComparatorOfEach<NodesNamed<Nodes, Name>>>;

type OneOrMany<Item> = Item | readonly Item[];

export interface ScenarioOptions<
  Tasks extends readonly TaskConfig[],
  Additional extends readonly DataNodeConfig[],
  Compared,
  Sequences = Readonly<Record<string, readonly Tasks[number][]>>,
> {
  /** Default: none. */
  readonly tasks?: Tasks;
  /** Data nodes that no task of the scenario uses. Default: none. */
  readonly additionalDataNodes?: Additional;
  /** The length of the cycles of the scenarios. Default: the scenarios have no cycle. */
  readonly frequency?: Frequency;
  /** Sequence name → some of the scenario's tasks. The name may contain spaces. Default: none. */
  readonly sequences?: Sequences;
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
  const Sequences = Readonly<Record<string, never>>,
>(
  id: Id,
  options: ScenarioOptions<Tasks, Additional, Compared, Sequenced<Id, Tasks, Sequences>> = {},
): ScenarioConfig<Id, NodesOf<Tasks, Additional>> {
  const config: ScenarioConfig<Id, NodesOf<Tasks, Additional>> = Object.freeze({
    kind: "SCENARIO",
    id,
    tasks: frozenList(options.tasks ?? []),
    additionalDataNodes: frozenList(options.additionalDataNodes ?? []),
    frequency: options.frequency ?? null,
    comparators: frozenLists(options.comparators as Lists<AnyComparator> | undefined),
    sequences: frozenLists(options.sequences as Lists<TaskConfig> | undefined),
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
