// node test/bench/local-server.ts [rounds]: requests a second of `npm start` beside those of Miniflare alone, alternating in one run.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import process from "node:process";
import { creationPath, startLocalServer } from "../harness/local-server.ts";
import { startService } from "../harness/service.ts";
import { spreadOf } from "./figures/statistics.ts";
import { load } from "./workloads/load.ts";

const ROUNDS = Number(process.argv[2] ?? 7);
const ROUND_MS = 3_000;
const CONNECTIONS = 16;

const folder = await mkdtemp(path.join(tmpdir(), "taipy-bench-"));
const local = await startLocalServer({ flags: ["--persist-to", path.join(folder, "local")] });
const alone = await startService({ entry: "src/index.ts", persistTo: path.join(folder, "alone") });
try {
  const creation = await creationPath(local);
  const servers = await Promise.all(
    [local, alone].map(async ({ url }) => {
      const created = (await (await fetch(url + creation, { method: "POST" })).json()) as { scenario: { id: string } };
      return { url, scenario: `/api/v1/scenarios/${created.scenario.id}/` };
    }),
  );
  for (const work of ["the home page", "get one scenario"] as const) {
    const rates: number[][] = [[], []];
    for (let round = -1; round < ROUNDS; round += 1) {
      for (const [at, { url, scenario }] of servers.entries()) {
        const call = () => ({ method: "GET", path: work === "the home page" ? "/" : scenario }) as const;
        const { requests_per_second } = await load(
          { url, pid: process.pid },
          { connections: CONNECTIONS, durationMs: ROUND_MS, call },
        );
        // The first round warms up.
        if (round >= 0) rates[at]?.push(requests_per_second);
      }
    }
    const [ours = [], bare = []] = rates;
    const { median, min, max } = spreadOf(ours.map((rate, at) => rate / (bare[at] ?? Number.NaN)));
    const [a, b] = [spreadOf(ours), spreadOf(bare)].map((spread) => Math.round(spread.median));
    console.log(
      `${work}: ${median.toFixed(2)} (${min.toFixed(2)}..${max.toFixed(2)}) of Miniflare's; ${a} and ${b} requests/s`,
    );
  }
} finally {
  await local.end();
  await alone.stop();
  await rm(folder, { recursive: true, force: true, maxRetries: 3 });
}
