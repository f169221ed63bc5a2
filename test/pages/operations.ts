import { routes } from "../../src/http/routes.ts";

/** `METHOD /path` of every row of the table. */
export const OPERATIONS: readonly string[] = routes.map(({ method, path }) => `${method} ${path}`).sort();

/** How many rows the table has, so that a page can be waited for. */
export const { length: COUNT } = routes;
