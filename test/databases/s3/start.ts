import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import S3rver from "@20minutes/s3rver";
import type { TestProject } from "vitest/node";
import { type Key, signatureProblem } from "./signature.ts";

/** How tests reach the service. */
export interface S3Address extends Key {
  readonly endpoint: string;
  readonly bucket: string;
}

declare module "vitest" {
  interface ProvidedContext {
    s3: S3Address;
    /** A service of npm, `s3rver`. */
    s3rver: S3Address;
  }
}

interface StoredObject {
  readonly body: Buffer;
  readonly contentType: string | undefined;
}

const BUCKET = "taipy-tests";

/** Starts a service that keeps objects in memory for requests with a right signature, and stops it at its end. */
export default async function start(project: TestProject): Promise<() => Promise<void>> {
  const key = { accessKey: "TAIPYTESTS", secretKey: randomBytes(20).toString("base64") };
  const objects = new Map<string, StoredObject>();
  const server = createServer((request, response) => {
    answer(request, response, key, objects).catch((error: unknown) => response.writeHead(500).end(String(error)));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  project.provide("s3", { endpoint: `http://127.0.0.1:${port}`, bucket: BUCKET, ...key });
  const stop = await startS3rver(project);
  return async () => {
    await stop();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
}

/** Its only key. */
const S3RVER_KEY = { accessKey: "S3RVER", secretKey: "S3RVER" };

async function startS3rver(project: TestProject): Promise<() => Promise<void>> {
  const directory = await mkdtemp(path.join(tmpdir(), "s3rver-"));
  const options = { address: "127.0.0.1", port: 0, silent: true, directory, configureBuckets: [{ name: BUCKET }] };
  const server = new S3rver(options);
  const { port } = await server.run();
  project.provide("s3rver", { endpoint: `http://127.0.0.1:${port}`, bucket: BUCKET, ...S3RVER_KEY });
  return async () => {
    await server.close();
    await rm(directory, { recursive: true, force: true });
  };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  key: Key,
  objects: Map<string, StoredObject>,
): Promise<void> {
  const refuse = (status: number, code: string) =>
    response.writeHead(status, { "content-type": "application/xml" }).end(`<Error><Code>${code}</Code></Error>`);
  const { method = "", url = "" } = request;
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  const body = Buffer.concat(chunks);
  const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, value?.toString()]));
  const problem = signatureProblem({ method, target: url, headers, body }, key);
  if (problem !== null) return void refuse(403, problem);
  const target = decodeURIComponent(url.split("?")[0] ?? "");
  // Never answers.
  if (target.includes("/hangs/")) return;
  if (target.includes("/broken/")) return void refuse(502, "BadGateway");
  if (target.startsWith("/moved/")) return void response.writeHead(307, { location: "http://127.0.0.1:1/" }).end();
  if (!target.startsWith(`/${BUCKET}/`)) return void refuse(404, "NoSuchBucket");
  if (method === "PUT") {
    objects.set(target, { body, contentType: headers["content-type"] });
    return void response.writeHead(200).end();
  }
  const found = objects.get(target);
  if (found === undefined) return void refuse(404, "NoSuchKey");
  const type = found.contentType === undefined ? {} : { "content-type": found.contentType };
  // As a proxy that compresses, or a service that makes the object while it answers.
  if (target.includes("/chunked/")) return void response.writeHead(200, type).end(found.body);
  response.writeHead(200, { ...type, "content-length": found.body.length }).end(method === "HEAD" ? null : found.body);
}
