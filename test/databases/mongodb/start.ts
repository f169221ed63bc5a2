import { randomBytes } from "node:crypto";
import type { TestProject } from "vitest/node";
import { type MongoAddress, startMongoServer } from "./server.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** The wire-protocol server of the tests. */
    mongodb: MongoAddress;
    /** A connection string of a real MongoDB, from the variable TEST_MONGODB_URL; null = there is none. */
    realMongodb: string | null;
  }
}

/** Starts the server for one run of the tests and stops it at its end. */
export default async function start(project: TestProject): Promise<() => Promise<void>> {
  const server = await startMongoServer({ user: "taipy", password: `p@ss/${randomBytes(12).toString("hex")}:%` });
  project.provide("mongodb", server.address);
  project.provide("realMongodb", process.env.TEST_MONGODB_URL ?? null);
  return server.stop;
}
