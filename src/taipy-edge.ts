/** The entry of the package `taipy-edge`, for applications. The entry for a Worker is worker.ts. */
export * from "./core/config/dsl/index.ts";
