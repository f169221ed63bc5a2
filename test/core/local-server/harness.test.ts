import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { failedStart, startLocalServer } from "../../harness/local-server.ts";

/** Long enough for a process that prints at once, also on a busy machine. */
const PATIENCE_MS = 5000;
const SILENT = "setInterval(() => {}, 1000);";

/** A project whose `npm start` is this script. */
async function withStart(script: string, test: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), "taipy-silent-"));
  try {
    await mkdir(path.join(folder, "src/dev"), { recursive: true });
    await writeFile(path.join(folder, "src/dev/page-files.mjs"), "");
    await writeFile(path.join(folder, "src/dev/start.mjs"), script);
    await test(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

describe.concurrent("the tests' own npm start", () => {
  it("ends a start that never gets ready, and shows what it has printed", () =>
    withStart(`console.log("Migrated"); ${SILENT}`, async (folder) => {
      expect(await failedStart([], { folder, patienceMs: PATIENCE_MS })).toBe(
        "npm start has not printed that it is ready within 5 s. It has printed:\nMigrated\n",
      );
    }));

  it("shows what a start that has ended has printed", () =>
    withStart('console.error("No port"); process.exit(3);', async (folder) => {
      expect(await failedStart([], { folder })).toBe("npm start has ended with 3:\nNo port\n");
    }));

  it("ends a process that prints none of the lines that a test waits for", () =>
    withStart(`console.log("taipy-edge is ready on http://localhost:1. Try"); ${SILENT}`, async (folder) => {
      const server = await startLocalServer({ folder, patienceMs: PATIENCE_MS });
      await expect(server.printed("Reloaded")).rejects.toThrow('has not printed "Reloaded" within 5 s');
      await server.end();
    }));
});
