import { createTaipy } from "../../../src/worker.ts";
import { loadApp } from "./load-app.ts";

export const { worker, Orchestrator } = createTaipy(loadApp("standalone"));
export default worker;
