import { createTaipy } from "../../../src/worker.ts";
import { benchApp } from "./app.ts";
import { countedObject, countedWorker } from "./counted-worker.ts";

const taipy = createTaipy(benchApp);

export const Orchestrator = countedObject(taipy.Orchestrator);
export default countedWorker(taipy.worker);
