import { randomBytes } from "node:crypto";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import type { TestProject } from "vitest/node";
import { freePort, listening, portOf } from "../harness/ports.ts";
import { mariadb } from "./mariadb-server.ts";
import { postgresql } from "./postgresql-server.ts";
import type { DatabaseServer, ServerSetup } from "./server.ts";

/** How tests reach a server. */
export type DatabaseAddress = Omit<ServerSetup, "folder">;

declare module "vitest" {
  interface ProvidedContext {
    /** null: the server is not installed here. */
    postgresql: DatabaseAddress | null;
    mariadb: DatabaseAddress | null;
    /** Where something accepts connections and never says a word. */
    silentPort: number;
  }
}

/** Starts the database servers for one run of the tests and stops them at its end. */
export default async function start(project: TestProject): Promise<() => Promise<void>> {
  const [first, second] = await Promise.all([startOne(postgresql, "postgres"), startOne(mariadb, "taipy")]);
  project.provide("postgresql", first?.address ?? null);
  project.provide("mariadb", second?.address ?? null);
  const silent = await listening(createServer());
  project.provide("silentPort", portOf(silent));
  return async () => {
    silent.close();
    await Promise.all([first?.stop(), second?.stop()]);
  };
}

interface Started {
  readonly address: DatabaseAddress;
  stop(): Promise<void>;
}

async function startOne(server: DatabaseServer, database: string): Promise<Started | null> {
  if (!server.isInstalled()) {
    const message = `${server.packageName} is not installed (apt-get install ${server.packageName})`;
    if (process.env.CI) throw new Error(message);
    console.warn(`\n*** ${message}: ITS TESTS ARE SKIPPED ***\n`);
    return null;
  }
  const folder = await mkdtemp(path.join(tmpdir(), `${server.packageName}-`));
  await chmod(folder, 0o755);
  const address = { port: await freePort(), user: "taipy", password: randomBytes(12).toString("hex"), database };
  const stop = await server.start({ folder, ...address });
  return {
    address,
    async stop() {
      await stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
