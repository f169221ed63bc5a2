import { env } from "cloudflare:workers";
import { createTaipy } from "../../../src/worker.ts";
import { benchApp } from "./app.ts";
import { countedObject, countedWorker } from "./counted-worker.ts";

const { BENCH_OBJECTS: objects } = env as { readonly BENCH_OBJECTS?: string };

const taipy = createTaipy(benchApp(objects === undefined ? {} : { objectsPerRegion: Number(objects) }));

export const Orchestrator = countedObject(taipy.Orchestrator);
export default countedWorker(taipy.worker);
