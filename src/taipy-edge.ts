/** The package: what an application and a Worker import from `taipy-edge`. */
export * from "./core/config/dsl/index.ts";
