import type { DataNodeConfig, TaskConfig, TaskContext } from "../app-types.ts";

// What the compiler checks between a task's function and its data nodes, and what it says when they do not fit.
// docs/decisions/097-compile-errors-name-names.md

type Nodes = readonly DataNodeConfig[];

/** The type of a data node's value. */
export type ValueOf<Node> = Node extends DataNodeConfig<infer Value> ? Value : never;

type ValuesOf<Given extends Nodes> = { -readonly [Index in keyof Given]: ValueOf<Given[Index]> };

/** The type that a function must return: the value of one output, a list of the values of several, or anything without outputs. */
type ResultOf<Outputs extends Nodes> = Outputs extends readonly []
  ? unknown
  : Outputs extends readonly [infer Only]
    ? ValueOf<Only>
    : Readonly<ValuesOf<Outputs>>;

/** Called with the value of each input and then the {@link TaskContext}. It may leave out parameters at the end. */
export type TaskFunction<Inputs extends Nodes, Outputs extends Nodes> = (
  ...inputs: [...ValuesOf<Inputs>, TaskContext]
) => ResultOf<Outputs> | Promise<ResultOf<Outputs>>;

/**
 * What the compiler expects of a function while it infers its type. The list makes it read `[a, b]` in the function's body as a
 * tuple, even before it knows the outputs.
 */
export type ContextualFunction<Inputs extends Nodes, Outputs extends Nodes> = (
  ...inputs: [...ValuesOf<Inputs>, TaskContext]
) => Expected<Outputs> | Promise<Expected<Outputs>>;

type Expected<Outputs extends Nodes> = Outputs extends readonly []
  ? readonly [] | string | number | boolean | bigint | object | null | undefined
  : ResultOf<Outputs>;

/** The function's own type if it fits its data nodes, else a text that says what does not fit. */
export type Wired<Id extends string, Inputs extends Nodes, Outputs extends Nodes, Call> =
  Call extends TaskFunction<Inputs, Outputs> ? Call : Misfit<Id, Inputs, Outputs, Call>;

type Misfit<Id extends string, Inputs extends Nodes, Outputs extends Nodes, Call> = Call extends (
  ...inputs: infer Parameters
) => infer Returned
  ? Call extends TaskFunction<Inputs, readonly []>
    ? WrongResult<Id, Outputs, Awaited<Returned>>
    : WrongInput<Id, Inputs, Parameters, Parameters>
  : `the task '${Id}' has no function`;

/** Names the first input that does not fit its parameter. Without one, parameters remain that no input gives. */
type WrongInput<
  Id extends string,
  Inputs extends Nodes,
  Parameters extends readonly unknown[],
  All extends readonly unknown[],
  Passed extends Nodes = readonly [],
> = number extends Inputs["length"]
  ? `the inputs of the task '${Id}' do not fit its function` & { inputs: ValuesOf<Inputs>; takes: All }
  : Inputs extends readonly [infer First extends DataNodeConfig, ...infer Others extends Nodes]
    ? Parameters extends readonly [_?: infer Taken, ...more: infer More]
      ? ValueOf<First> extends Taken
        ? WrongInput<Id, Others, More, All, readonly [...Passed, First]>
        : `${NameOf<First, `input ${Place<Passed>}`>} does not fit the task '${Id}'` & {
            holds: ValueOf<First>;
            takes: Taken;
          }
      : never
    : `the task '${Id}' has fewer inputs than its function takes` & { inputs: ValuesOf<Passed>; takes: All };

type Nothing = ReturnType<() => void>;

type WrongResult<Id extends string, Outputs extends Nodes, Returned> = [Returned] extends [Nothing]
  ? `the function of the task '${Id}' returns nothing for its outputs` & { outputs: ValuesOf<Outputs> }
  : Outputs extends readonly [infer Only extends DataNodeConfig]
    ? `the result of the task '${Id}' does not fit ${NameOf<Only, "its output">}` & {
        holds: ValueOf<Only>;
        returns: Returned;
      }
    : `the result of the task '${Id}' does not fit its outputs` & { hold: ValuesOf<Outputs>; returns: Returned };

/** Sequences whose tasks all belong to the scenario, else a text in the place of each task that does not. */
export type Sequenced<Id extends string, Tasks extends readonly TaskConfig[], Sequences> =
  Sequences extends Readonly<Record<string, readonly Tasks[number][]>>
    ? Sequences
    : { readonly [Name in keyof Sequences]: TasksOf<Id, Tasks[number], Sequences[Name]> };

type TasksOf<Id extends string, Own, Sequence> = Sequence extends readonly unknown[]
  ? {
      readonly [Index in keyof Sequence]: Sequence[Index] extends Own ? Sequence[Index] : Outsider<Id, Sequence[Index]>;
    }
  : readonly Own[];

type Outsider<Id extends string, Task> =
  Task extends TaskConfig<infer Name>
    ? `the task '${Name}' is none of the scenario '${Id}'`
    : "a sequence is a list of tasks";

/** A data node's id, or another name if the compiler does not know it. */
type NameOf<Node extends DataNodeConfig, Else extends string> =
  Node extends DataNodeConfig<unknown, infer Id> ? (string extends Id ? Else : `the data node '${Id}'`) : never;

/** `1` for the first. */
type Place<Passed extends Nodes> = [...Passed, unknown]["length"] & number;
