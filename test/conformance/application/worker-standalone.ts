import { createTaipy } from "../../../src/worker.ts";
import { recordedApp } from "./app.ts";

export const { worker, Orchestrator } = createTaipy(recordedApp("standalone"));
export default worker;
