import type { StorageTypeName } from "../../src/core/storage-types.ts";
import { commandLine } from "../harness/command-line.ts";
import { DECODERS } from "../harness/hostile/decoders.ts";
import type { HostileFile } from "../harness/hostile/hostile-file.ts";
import { atLimit } from "./at-limit.ts";
import { LIMITS } from "./limit-files.ts";
import { measureControl, measureFile } from "./subject.ts";

const USAGE = `npm run memory -- [--only <part of a storage type or of a file's name>]… [--short | --limits]
  Measures the resident memory of the runtime while it is sent large and hostile files.
  --only   these
  --short  one hostile file of each storage type
  --limits only values that are as large as the budget allows`;

/** MB above the idle runtime that a file may take. */
const MOST = 100;
const READS = 2;

const options = commandLine(USAGE, {
  only: { type: "string", multiple: true },
  short: { type: "boolean", default: false },
  limits: { type: "boolean", default: false },
});
const print = (...cells: readonly (string | number)[]) => process.stdout.write(`| ${cells.join(" | ")} |\n`);
const isWanted = (name: string) => options.only?.some((part) => name.includes(part)) ?? true;
const megabytes = (bytes: number) => (bytes / 1_000_000).toFixed(bytes < 100_000 ? 6 : 1);

const MEGABYTE = 1_000_000;
const controls = new Map<string, Promise<number>>();

/** What the local platform takes for a file of this size, in steps of a megabyte. */
function controlOf(size: number, reads: number): Promise<number> {
  const steps = Math.ceil(size / MEGABYTE);
  const key = `${steps} ${reads}`;
  const control = controls.get(key) ?? measureControl(steps * MEGABYTE, reads);
  controls.set(key, control);
  return control;
}

print("storage type", "file", "MB of the file", "answer", "MB above idle", "of these the platform's");
print("---", "---", "---", "---", "---", "---");
let failures = 0;

interface Case {
  readonly name: string;
  readonly type: StorageTypeName;
  readonly mediaType: string;
  readonly file: HostileFile;
  readonly isHostile: boolean;
}

async function measure({ name, type, mediaType, file, isHostile }: Case): Promise<void> {
  const { bytes } = file;
  const { done, peak } = await measureFile(type, bytes, mediaType, READS);
  const control = await controlOf(bytes.byteLength, isHostile ? 0 : READS);
  const { status, text } = done;
  const isAnswerRight = isHostile ? status >= 400 && status < 500 : status === 200;
  const isRight = isAnswerRight && peak - control <= MOST;
  if (!isRight) failures += 1;
  const [above, platform] = [Math.round(peak - control), Math.round(control)];
  print(name, file.name, megabytes(bytes.byteLength), status, `${above}${isRight ? "" : " !"}`, platform);
  if (isHostile === (status === 200)) process.stderr.write(`${text.slice(0, 300)}\n`);
}

for (const { name, type, mediaType, hostile, allowed } of options.limits ? [] : DECODERS) {
  const files = [
    ...(options.short ? hostile.slice(0, 1) : hostile).map(({ file }) => ({ file, isHostile: true })),
    ...(options.short ? [] : allowed).map((file) => ({ file, isHostile: false })),
  ];
  for (const { file, isHostile } of files) {
    if (isWanted(`${name}: ${file.name}`)) await measure({ name, type, mediaType, file, isHostile });
  }
}

for (const { type, mediaType, files } of options.short ? [] : LIMITS) {
  for (const growing of files) {
    if (!isWanted(`${type}: ${growing.name}`)) continue;
    const { bytes, size } = await atLimit(growing, type, mediaType);
    const file = { name: `${growing.name} (${size.toLocaleString("en-US")})`, bytes };
    await measure({ name: type, type, mediaType, file, isHostile: false });
  }
}

if (failures > 0) process.exitCode = 1;
