export { createTaipyClient, type TaipyClient, type TaipyClientOptions } from "./create-client.ts";
export { type Answer, dataOf, type ProblemCode, RefusedError } from "./data.ts";
export { type PageStart, pages } from "./pages.ts";
export type * from "./schema.ts";
export { type EndOptions, submissionEnd } from "./submission-end.ts";
