import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { PLANTED } from "./planted.ts";
import { firstSeedOf } from "./table.ts";
import { Copies } from "./try-patch.ts";

// node test/simulation/planted/write-planted.ts [patch …]: tries the patches, keeps the seed that finds each in seeds.json.
// Then node test/simulation/planted/write-table.ts writes the table of docs/testing.md.
const wanted = process.argv.slice(2);
const file = path.join(import.meta.dirname, "seeds.json");
const copies = new Copies();
const tried = PLANTED.filter(({ patch }) => wanted.length === 0 || wanted.includes(patch));
const found = await Promise.all(
  tried.map(async (planted) => {
    const output = await copies.tryPatch(planted, firstSeedOf(planted)).catch((error: Error) => error.message);
    const seed = Number(/--seed (\d+)/.exec(output)?.[1]);
    const isFound = output.includes(planted.promise) && (planted.caughtBy !== undefined || seed > 0);
    console.log(`${isFound ? "found" : "NOT FOUND"} ${planted.patch}: ${output.slice(0, 200).replaceAll("\n", " ")}`);
    if (!isFound) process.exitCode = 1;
    return [planted.patch, isFound && planted.caughtBy === undefined ? seed : undefined] as const;
  }),
);
await copies.remove();
const known = JSON.parse(readFileSync(file, "utf8")) as Record<string, number>;
const seeds = { ...known, ...Object.fromEntries(found) };
const kept = PLANTED.flatMap(({ patch }) => (seeds[patch] === undefined ? [] : [[patch, seeds[patch]] as const]));
writeFileSync(file, `${JSON.stringify(Object.fromEntries(kept), null, 2)}\n`);
