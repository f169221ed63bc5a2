// node test/bench/reads/gets.ts [rounds]: what one GET costs on the local runtime that answers from memory, after one read
// of D1, or after one call of an object that would say whether memory is still right; one client, alternating.
import process from "node:process";
import { startService } from "../../harness/service.ts";
import { cpuMs, runtimePids } from "../figures/process-cpu.ts";
import { spreadOf } from "../figures/statistics.ts";

const ROUNDS = Number(process.argv[2] ?? 7);
const REQUESTS = 300;
const SHAPES = ["nothing", "d1", "object"] as const;

const service = await startService({ entry: "test/bench/reads/get-worker.ts" });
try {
  const [pid = 0] = await runtimePids();
  const figures = new Map(SHAPES.map((shape) => [shape, { cpu: [] as number[], wall: [] as number[] }]));
  for (let round = -1; round < ROUNDS; round += 1) {
    for (const shape of SHAPES) {
      const [cpu, start] = [await cpuMs(pid), performance.now()];
      for (let request = 0; request < REQUESTS; request += 1) await (await fetch(`${service.url}/${shape}`)).text();
      // The first round warms up.
      if (round < 0) continue;
      figures.get(shape)?.cpu.push(((await cpuMs(pid)) - cpu) / REQUESTS);
      figures.get(shape)?.wall.push((performance.now() - start) / REQUESTS);
    }
  }
  for (const [shape, { cpu, wall }] of figures) {
    const [one, other] = [spreadOf(cpu), spreadOf(wall)];
    const range = `${one.min.toFixed(2)}..${one.max.toFixed(2)}`;
    console.log(`${shape}: ${one.median.toFixed(2)} CPU ms (${range}), ${other.median.toFixed(1)} ms`);
  }
} finally {
  await service.stop();
}
