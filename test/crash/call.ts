import type { Reachable } from "../service/api.ts";

/** The JSON of a successful answer. @throws Error for any other answer, TypeError when the connection breaks */
export async function call<Answer>(service: Reachable, method: string, path: string, value?: unknown): Promise<Answer> {
  const body =
    value === undefined ? {} : { body: JSON.stringify(value), headers: { "Content-Type": "application/json" } };
  const response = await service.fetch(`/api/v1${path}`, { method, ...body });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
  return JSON.parse(text) as Answer;
}

/** Calls the function for each item, with `workers` calls at a time. */
export async function sideBySide<Item>(
  workers: number,
  items: readonly Item[],
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const queue = items.values();
  await Promise.all(
    Array.from({ length: workers }, async () => {
      for (const item of queue) await work(item);
    }),
  );
}
