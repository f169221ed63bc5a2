import { createTaipy } from "../../../src/worker.ts";
import { env } from "cloudflare:workers";
import { benchApp } from "./app.ts";
import { countedObject, countedWorker } from "./counted-worker.ts";

/** How many objects a region has for scenarios that share nothing; without, the default. */
const objects = Number((env as { BENCH_OBJECTS?: string }).BENCH_OBJECTS ?? Number.NaN);

const taipy = createTaipy(benchApp(objects));

export const Orchestrator = countedObject(taipy.Orchestrator);
export default countedWorker(taipy.worker);
