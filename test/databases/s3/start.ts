import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { TestProject } from "vitest/node";

/** How tests reach the service. */
export interface S3Address {
  readonly endpoint: string;
  readonly bucket: string;
  readonly accessKey: string;
  readonly secretKey: string;
}

declare module "vitest" {
  interface ProvidedContext {
    /** null: the package `s3rver` is not installed here. */
    s3: S3Address | null;
  }
}

/** The part of the package that tests use; it has no types of its own. */
interface S3rver {
  run(): Promise<{ readonly port: number }>;
  close(): Promise<void>;
}
type S3rverClass = new (options: Readonly<Record<string, unknown>>) => S3rver;

const PACKAGE = "s3rver";
const BUCKET = "taipy-tests";

/** Starts a service with S3's API that checks signatures, for one run of the tests, and stops it at its end. */
export default async function start(project: TestProject): Promise<() => Promise<void>> {
  const Server = await installed();
  if (Server === null) {
    project.provide("s3", null);
    return async () => {};
  }
  const directory = await mkdtemp(path.join(tmpdir(), "s3-"));
  const server = new Server({
    port: 0,
    address: "127.0.0.1",
    silent: true,
    directory,
    configureBuckets: [{ name: BUCKET }],
  });
  const { port } = await server.run();
  // The only key that this service knows.
  const key = { accessKey: "S3RVER", secretKey: "S3RVER" };
  project.provide("s3", { endpoint: `http://127.0.0.1:${port}`, bucket: BUCKET, ...key });
  return async () => {
    await server.close();
    await rm(directory, { recursive: true, force: true });
  };
}

async function installed(): Promise<S3rverClass | null> {
  try {
    const { default: Server } = (await import(PACKAGE)) as { readonly default: S3rverClass };
    return Server;
  } catch (error) {
    if (process.env.CI) throw error;
    console.warn(`\n*** ${PACKAGE} is not installed: ITS TESTS ARE SKIPPED ***\n`);
    return null;
  }
}
