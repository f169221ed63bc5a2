import { createTaipy } from "../../../src/worker.ts";
import { crashApp } from "./crash-app.ts";

export const { worker, Orchestrator } = createTaipy(crashApp);
export default worker;
