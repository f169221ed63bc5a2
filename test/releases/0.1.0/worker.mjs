// The entry of release 0.1.0's Worker: it has no test/releases/application/worker.ts of its own.
import { createTaipy } from "../../../src/create-taipy.ts";
import { releasesApp } from "../application/app.ts";

export const { worker, Orchestrator } = createTaipy(releasesApp);
export default worker;
