import process from "node:process";
import { startService } from "../../../harness/service.ts";
import { ready } from "./child.ts";

// node taipy.ts <folder>: the Worker as it is deployed, on Miniflare.
const [persistTo] = process.argv.slice(2);
const service = await startService({ entry: "test/bench/application/worker.ts", deployed: true, persistTo });
ready(service.url, () => service.stop());
