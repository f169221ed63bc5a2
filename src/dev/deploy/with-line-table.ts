import { createHash } from "node:crypto";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { buildFlags, newBuildId, writeLineTable } from "../traces/write-line-table.mjs";
import type { Ran, Tools } from "./conduct.ts";

/** Where the table is written, and to which folder its paths are relative. */
export interface TablePlace {
  /** The folder of the static files; null = the Worker has none under the name that the service reads. */
  readonly assets: string | null;
  readonly project: string;
}

const CHANGED =
  "warning: a file has changed while it was deployed, so the traces of this version may show wrong lines: deploy again.";

// docs/decisions/096-traces-show-the-users-lines.md
/**
 * Wrangler with an id of the build in the script: the dry run writes the line table of that build among the static files, and the
 * deployment after it uploads both.
 */
export function withLineTable(
  { wrangler, say }: Pick<Tools, "wrangler" | "say">,
  { assets, project }: TablePlace,
  build = newBuildId(),
): Tools["wrangler"] {
  let described: string | null = null;
  return (args) => (assets === null || !bundles(args) ? wrangler(args) : bundled(args, assets));

  async function bundled(args: readonly string[], assets: string): Promise<Ran> {
    const outdir = await mkdtemp(path.join(tmpdir(), "taipy-edge-bundle-"));
    try {
      const ran = await wrangler([...args, ...buildFlags(build), "--outdir", outdir]);
      if (!ran.isDone) return ran;
      const script = await digestOf(outdir);
      if (args.includes("--dry-run")) {
        await writeLineTable({ outdir, assets, project, build });
        described = script;
      } else if (described !== null && described !== script) say(CHANGED);
      return ran;
    } finally {
      await rm(outdir, { recursive: true, force: true });
    }
  }
}

const bundles = ([command, action]: readonly string[]): boolean =>
  command === "deploy" || (command === "versions" && action === "upload");

async function digestOf(outdir: string): Promise<string> {
  const digest = createHash("sha256");
  for (const name of (await readdir(outdir)).filter((file) => file.endsWith(".js")).sort()) {
    digest.update(await readFile(path.join(outdir, name)));
  }
  return digest.digest("hex");
}
