import process from "node:process";
import { startService } from "../../../harness/service.ts";
import { ready } from "./child.ts";

// node taipy.ts <folder> [<variable>=<value>]…: the Worker as it is deployed, on Miniflare.
const [persistTo, ...given] = process.argv.slice(2);
const variables = Object.fromEntries(given.map((text) => text.split("=")));
const entry = "test/bench/application/worker.ts";
const service = await startService({ entry, deployed: true, persistTo, variables });
ready(service.url, () => service.stop());
