export type { RunOptions, TestScenario } from "./test-scenario.ts";
export { RunFailedError } from "./test-scenario.ts";
export { startTestService, type TestService, type TestServiceOptions } from "./test-service.ts";
