import type { Properties } from "../../entities/fields.ts";
import { MICROSECONDS_PER_SECOND } from "../../time.ts";
import type { DataNodeConfig, RetryPolicy, TaskConfig, TaskContext } from "../app-types.ts";
import { issuesOf } from "../check/issue.ts";
import { frozenCopy, frozenList } from "../frozen.ts";
import { type Duration, durationOption, toMilliseconds } from "./duration.ts";

/** The type of a data node's value. */
export type ValueOf<Node> = Node extends DataNodeConfig<infer Value> ? Value : never;

type ValuesOf<Nodes extends readonly DataNodeConfig[]> = { -readonly [Index in keyof Nodes]: ValueOf<Nodes[Index]> };

/** What a function must return: the output's value, one value for each of several outputs, anything for none. */
type ResultOf<Outputs extends readonly DataNodeConfig[]> = Outputs extends readonly []
  ? unknown
  : Outputs extends readonly [infer Only]
    ? ValueOf<Only>
    : Readonly<ValuesOf<Outputs>>;

/**
 * The same for several outputs, and a value that does not exist otherwise. While the outputs are being inferred, only a
 * mapped type tells the compiler to read `[a, b]` in a function's body as a tuple.
 */
type TupleOf<Outputs extends readonly DataNodeConfig[]> = {
  readonly [Index in keyof Outputs]: Outputs extends readonly [unknown, unknown, ...unknown[]]
    ? ValueOf<Outputs[Index]>
    : never;
};

type Result<Outputs extends readonly DataNodeConfig[]> = ResultOf<Outputs> | TupleOf<Outputs>;

/** A function that may leave out trailing parameters: one argument for each input, then the {@link TaskContext}. */
export type TaskFunction<Inputs extends readonly DataNodeConfig[], Outputs extends readonly DataNodeConfig[]> = (
  ...inputs: [...ValuesOf<Inputs>, TaskContext]
) => Result<Outputs> | Promise<Result<Outputs>>;

/** How a task is tried again when its function throws. */
export interface RetryOptions {
  /** Further tries after the first; a whole number, 0 or more. */
  readonly limit: number;
  /** Time before the second try. Default: `"1s"`. */
  readonly delay?: Duration;
  /** How the delay grows: not at all, by itself each time, or to its double each time. Default: `"constant"`. */
  readonly backoff?: RetryPolicy["backoff"];
}

export interface TaskOptions<Inputs extends readonly DataNodeConfig[], Outputs extends readonly DataNodeConfig[]> {
  readonly function: TaskFunction<Inputs, NoInfer<Outputs>>;
  /** In the order of the function's parameters. */
  readonly inputs?: Inputs;
  /** In the order of the function's results. */
  readonly outputs?: Outputs;
  /** Whether a job may be skipped while its outputs are valid and newer than its inputs. Default: false. */
  readonly skippable?: boolean;
  /** Default: an error that the function throws fails the job at once. */
  readonly retries?: RetryOptions;
  /** How long one try may take. Default: no limit. */
  readonly timeout?: Duration;
  /** Free keys. */
  readonly properties?: Readonly<Properties>;
}

/** A task config that still knows the types of its data nodes. */
export interface TypedTaskConfig<
  Id extends string,
  Inputs extends readonly DataNodeConfig[],
  Outputs extends readonly DataNodeConfig[],
> extends TaskConfig<Id> {
  readonly inputs: Inputs;
  readonly outputs: Outputs;
}

/**
 * The same type. Hidden from inference: where a list of tasks is expected, the compiler would otherwise take a task that
 * has no inputs or outputs for one that has any.
 */
type Same<Nodes extends readonly DataNodeConfig[]> = [Nodes] extends [infer Itself extends readonly DataNodeConfig[]]
  ? Itself
  : never;

const DEFAULT_DELAY = MICROSECONDS_PER_SECOND;
const issues = issuesOf("TaskConfigChecker");

/**
 * Declares a task: `task("predict", { function: predict, inputs: [model, horizon], outputs: [forecast] })`.
 *
 * The compiler checks the wiring: the function gets the inputs' values in their order, then a {@link TaskContext}, and
 * returns the output's value (an array of them for several outputs) or a promise of it. Nothing is thrown here:
 * `defineApp` reports wrong ids and options, all at once.
 */
export function task<
  const Id extends string,
  const Inputs extends readonly DataNodeConfig[] = readonly [],
  const Outputs extends readonly DataNodeConfig[] = readonly [],
>(id: Id, options: TaskOptions<Inputs, Outputs>): TypedTaskConfig<Id, Same<Inputs>, Same<Outputs>> {
  const owner = `task \`${id}\``;
  const delay = durationOption(options.retries?.delay, DEFAULT_DELAY, "retries.delay", owner, issues);
  const timeout = durationOption(options.timeout, null, "timeout", owner, issues);
  const found = [...delay.issues, ...timeout.issues];
  const config: TaskConfig<Id> = {
    kind: "TASK",
    id,
    function: options.function ?? null,
    inputs: frozenList(options.inputs ?? []),
    outputs: frozenList(options.outputs ?? []),
    skippable: options.skippable ?? false,
    retries: retryPolicy(options.retries, toMilliseconds(delay.duration)),
    timeoutMs: timeout.duration === null ? null : toMilliseconds(timeout.duration),
    properties: frozenCopy(options.properties ?? {}),
    ...(found.length > 0 && { issues: found }),
  };
  // The lists are copies of the given ones, item by item.
  return Object.freeze(config) as TypedTaskConfig<Id, Same<Inputs>, Same<Outputs>>;
}

function retryPolicy(retries: RetryOptions | undefined, delayMs: number): RetryPolicy | null {
  if (retries === undefined) return null;
  return Object.freeze({ limit: retries.limit, delayMs, backoff: retries.backoff ?? "constant" });
}
