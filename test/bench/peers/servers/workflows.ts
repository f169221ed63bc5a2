import path from "node:path";
import process from "node:process";
import { convertV4MiniflareOptions, Log, LogLevel, Miniflare } from "miniflare";
import { bundleWorker } from "../../../harness/bundle.ts";
import { ready } from "./child.ts";

// node workflows.ts <folder>: Cloudflare Workflows on the runtime that the project uses.
const [folder = "."] = process.argv.slice(2);
const { text } = await bundleWorker("test/bench/peers/servers/workflows-worker.ts", { deployed: true });
const miniflare = new Miniflare(
  convertV4MiniflareOptions({
    host: "127.0.0.1",
    port: 0,
    cf: false,
    log: new Log(LogLevel.ERROR),
    resourcePersistencePath: path.resolve(folder),
    name: "peers",
    compatibilityDate: "2026-10-01",
    modules: [{ type: "ESModule", path: "worker.mjs", contents: text }],
    workflows: { CHAIN: { name: "chain", className: "Chain" } },
  } as unknown as Parameters<typeof convertV4MiniflareOptions>[0]),
);
const { href } = await miniflare.ready;
ready(href, () => miniflare.dispose());
