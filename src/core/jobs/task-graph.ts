import type { Task } from "../entities/task.ts";
import { createUnionFind } from "../union-find.ts";

/** A task with its edges: one from each input to the task, and one from the task to each output. */
export type TaskNode = Pick<Task, "id" | "input_ids" | "output_ids">;

/**
 * Task ids in generations: each task comes after all tasks that write one of its inputs. A generation keeps the given order.
 * Tasks on a cycle, and tasks after it, cannot be ordered; they are the last generation, so that no task is missing.
 */
export function taskGenerations(tasks: readonly TaskNode[]): string[][] {
  const { generations, rest } = sortTasks(tasks);
  return rest.length === 0 ? generations : [...generations, rest];
}

export const isAcyclic = (tasks: readonly TaskNode[]): boolean => sortTasks(tasks).rest.length === 0;

/** The tasks of one circle, each before one that reads an output of it; empty when there is none. */
export function taskCycle<Node extends TaskNode>(tasks: readonly Node[]): readonly Node[] {
  const stuck = new Set(sortTasks(tasks).rest);
  const candidates = tasks.filter(({ id }) => stuck.has(id));
  const before = (task: Node) =>
    candidates.find(({ output_ids }) => output_ids.some((node) => task.input_ids.includes(node)));
  // Each of them waits for another one of them, so that walking back comes to a task for the second time.
  const path: Node[] = [];
  let task = candidates[0];
  while (task !== undefined && !path.includes(task)) {
    path.unshift(task);
    task = before(task);
  }
  return task === undefined ? [] : path.slice(0, path.indexOf(task) + 1);
}

/** Whether the graph is connected when the direction of its edges is ignored. An empty graph is connected. */
export function isConnected(tasks: readonly TaskNode[]): boolean {
  const sets = createUnionFind();
  for (const task of tasks) {
    for (const node of [...task.input_ids, ...task.output_ids]) sets.unite(`task:${task.id}`, `node:${node}`);
  }
  return new Set(tasks.map((task) => sets.find(`task:${task.id}`))).size <= 1;
}

/** Ids of the candidates that never get all their inputs, directly or indirectly, because the given jobs have failed. */
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
