import { createTaipy } from "../../../src/worker.ts";
import { releasesApp } from "./app.ts";

export const { worker, Orchestrator } = createTaipy(releasesApp);
export default worker;
