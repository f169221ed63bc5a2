import type { Task } from "../entities/task.ts";
import { createUnionFind } from "./union-find.ts";

/** What the graph is made of: data nodes and tasks, an edge from each input to its task and from each task to its outputs. */
export type TaskNode = Pick<Task, "id" | "input_ids" | "output_ids">;

/**
 * Task ids in generations: each task comes after all tasks that write one of its inputs. In a generation they keep
 * the given order. Tasks on a cycle, and those behind it, have no order and come last, together, so that none is lost.
 */
export function taskGenerations(tasks: readonly TaskNode[]): string[][] {
  const { generations, rest } = sortTasks(tasks);
  return rest.length === 0 ? generations : [...generations, rest];
}

export const isAcyclic = (tasks: readonly TaskNode[]): boolean => sortTasks(tasks).rest.length === 0;

/** Whether the graph hangs together when the direction of its edges is ignored. An empty one does. */
export function isConnected(tasks: readonly TaskNode[]): boolean {
  const sets = createUnionFind();
  for (const task of tasks) {
    for (const node of [...task.input_ids, ...task.output_ids]) sets.unite(`task:${task.id}`, `node:${node}`);
  }
  return new Set(tasks.map((task) => sets.find(`task:${task.id}`))).size <= 1;
}

/** Ids of the candidates that can never get their inputs when the given jobs do not write their outputs. */
export function downstreamJobs(
  failed: readonly { readonly output_ids: readonly string[] }[],
  candidates: readonly {
    readonly id: string;
    readonly input_ids: readonly string[];
    readonly output_ids: readonly string[];
  }[],
): string[] {
  const missing = new Set(failed.flatMap((job) => job.output_ids));
  const found = new Set<string>();
  for (let before = -1; before < found.size; ) {
    before = found.size;
    for (const job of candidates) {
      if (found.has(job.id) || !job.input_ids.some((node) => missing.has(node))) continue;
      found.add(job.id);
      for (const node of job.output_ids) missing.add(node);
    }
  }
  return candidates.filter((job) => found.has(job.id)).map((job) => job.id);
}

function sortTasks(tasks: readonly TaskNode[]): { generations: string[][]; rest: string[] } {
  const unsorted = new Map(tasks.map((task) => [task.id, task]));
  const generations: string[][] = [];
  while (unsorted.size > 0) {
    const unwritten = new Set([...unsorted.values()].flatMap((task) => task.output_ids));
    const generation = [...unsorted.values()]
      .filter((task) => !task.input_ids.some((node) => unwritten.has(node)))
      .map((task) => task.id);
    if (generation.length === 0) break;
    generations.push(generation);
    for (const id of generation) unsorted.delete(id);
  }
  return { generations, rest: [...unsorted.keys()] };
}
