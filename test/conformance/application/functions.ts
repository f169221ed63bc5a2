/** The task functions of the recorded application, under the names that its answers show. */

export interface HistoryRow {
  readonly date: string;
  readonly value: number;
}

export interface Params {
  readonly threshold: number;
  readonly label: string;
}

export interface Report {
  readonly forecast: number;
  readonly threshold: number;
  readonly ok: boolean;
}

/** Has the name of the original's function, because stack traces contain it. */
class ValueError extends Error {
  override readonly name = "ValueError";
}

export const multiply = (a: number, b: number): number => a * b;

export function train(history: readonly HistoryRow[]): number {
  return history.reduce((sum, row) => sum + row.value, 0) / history.length;
}

export const predict = (model: number, total: number): number => Math.round(model * total * 100) / 100;

export function evaluate(forecast: number, params: Params): Report {
  return { forecast, threshold: params.threshold, ok: forecast > params.threshold };
}

export const generate = (): number => 42;

export const sink = (_value: number): null => null;

export const split = (value: number): [number, number] => [value, value * 2];

export const one_value = (value: number): number => value;

export const double = (value: number): number => value * 2;

export function boom(value: number): number {
  throw new ValueError(`boom: ${value}`);
}

export const identity = (value: number): number => value;

export async function slow(value: number): Promise<number> {
  await new Promise((resolve) => setTimeout(resolve, 2_000));
  return value;
}

export const add_one = (value: number): number => value + 1;
