import type { Properties } from "../../entities/fields.ts";
import { MICROSECONDS_PER_SECOND } from "../../time.ts";
import type { AnyTaskFunction, DataNodeConfig, RetryPolicy, TaskConfig } from "../app-types.ts";
import { issuesOf } from "../check/issue.ts";
import { frozenCopy, frozenList } from "../frozen.ts";
import { type Duration, durationOption, toMilliseconds } from "./duration.ts";
import { withGiven } from "./given-options.ts";
import type { ContextualFunction, TaskFunction, Wired } from "./wiring.ts";

/** How a job is tried again when a try fails: the function throws or exceeds its timeout, or a result cannot be written. */
export interface RetryOptions {
  /** Further tries after the first; a whole number, 0 or more. */
  readonly limit: number;
  /** The time before the second try. Default: `"1s"`. No delay is longer than an hour. */
  readonly delay?: Duration;
  /** How the delay before later tries grows: `linear` adds `delay` each time, `exponential` doubles it. Default: `"constant"`. */
  readonly backoff?: RetryPolicy["backoff"];
}

export interface TaskOptions<
  Inputs extends readonly DataNodeConfig[],
  Outputs extends readonly DataNodeConfig[],
  Call = TaskFunction<Inputs, NoInfer<Outputs>>,
> {
  /** A synchronous or asynchronous function: see {@link task}. */
  readonly function: Call;
  /** In the order of the function's parameters. Default: none. */
  readonly inputs?: Inputs;
  /** In the order of the function's results. Default: none. */
  readonly outputs?: Outputs;
  /** Whether a job is skipped while its outputs are valid and newer than its inputs. Default: false. */
  readonly skippable?: boolean;
  /** Default: no further tries; the first try that fails, fails the job. */
  readonly retries?: RetryOptions;
  /** The longest time of one try. Default: no limit. */
  readonly timeout?: Duration;
  /** Jobs of the task that may run at a time, in all scenarios together; a whole number, 1 or more. Default: no limit. */
  readonly concurrency?: number;
  /** Free keys of the application. Default: none. */
  readonly properties?: Readonly<Properties>;
}

/** A task config with the types of its data nodes. */
export interface TypedTaskConfig<
  Id extends string,
  Inputs extends readonly DataNodeConfig[],
  Outputs extends readonly DataNodeConfig[],
> extends TaskConfig<Id> {
  readonly inputs: Inputs;
  readonly outputs: Outputs;
}

/**
 * The same type, but hidden from inference. Otherwise, where a list of tasks is expected, the compiler would widen the type of a
 * task without inputs or outputs to one with any.
 */
type Same<Nodes extends readonly DataNodeConfig[]> = [Nodes] extends [infer Itself extends readonly DataNodeConfig[]]
  ? Itself
  : never;

const DEFAULT_DELAY = MICROSECONDS_PER_SECOND;
const issues = issuesOf("TaskConfigChecker");

/**
 * Declares a task: `task("predict", { function: predict, inputs: [model, horizon], outputs: [forecast] })`.
 *
 * The function gets the values of the inputs in their order and then a {@link TaskContext}. It returns the value of the output,
 * or a list of the values of several outputs, or a promise of it. The compiler checks these types.
 *
 * @param id letters, digits and underscores, unique among all configs of the application
 * @returns a frozen plain object. This function never throws: `defineApp` reports all wrong ids and options at once.
 */
export function task<
  const Id extends string,
  const Inputs extends readonly DataNodeConfig[] = readonly [],
  const Outputs extends readonly DataNodeConfig[] = readonly [],
  Call = ContextualFunction<Inputs, Outputs>,
>(
  id: Id,
  options: TaskOptions<Inputs, Outputs, Wired<Id, Inputs, Outputs, Call>>,
): TypedTaskConfig<Id, Same<Inputs>, Same<Outputs>> {
  const owner = `task \`${id}\``;
  const delay = durationOption(options.retries?.delay, DEFAULT_DELAY, "retries.delay", owner, issues);
  const timeout = durationOption(options.timeout, null, "timeout", owner, issues);
  const found = [...delay.issues, ...timeout.issues];
  const config: TaskConfig<Id> = {
    kind: "TASK",
    id,
    function: (options.function as AnyTaskFunction | undefined) ?? null,
    inputs: frozenList(options.inputs ?? []),
    outputs: frozenList(options.outputs ?? []),
    skippable: options.skippable ?? false,
    retries: retryPolicy(options.retries, toMilliseconds(delay.duration)),
    timeoutMs: timeout.duration === null ? null : toMilliseconds(timeout.duration),
    concurrency: options.concurrency ?? null,
    properties: frozenCopy(options.properties ?? {}),
    ...(found.length > 0 && { issues: found }),
  };
  // The lists have the same items as the given ones.
  return withGiven(Object.freeze(config), options) as TypedTaskConfig<Id, Same<Inputs>, Same<Outputs>>;
}

function retryPolicy(retries: RetryOptions | undefined, delayMs: number): RetryPolicy | null {
  if (retries === undefined) return null;
  return Object.freeze({ limit: retries.limit, delayMs, backoff: retries.backoff ?? "constant" });
}
