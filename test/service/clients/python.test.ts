import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterEach, describe, expect, it } from "vitest";
import { type Service, startService } from "../../harness/service.ts";
import { hasCurl, hasRequests, PYTHON } from "./programs.ts";

const TIMEOUT_MS = 50_000;
const DOCUMENTED = { entry: "test/service/clients/documented-worker.ts" };

const run = promisify(execFile);

describe.skipIf(!(await hasRequests()) || !(await hasCurl()))("Python's own client, and curl beside it,", () => {
  let service: Service;

  afterEach(() => service?.stop());

  /** What a script of this folder prints. */
  async function printed(script: string, ...args: readonly string[]): Promise<string> {
    const file = fileURLToPath(new URL(script, import.meta.url).href);
    return (await run(PYTHON, [file, ...args], { timeout: TIMEOUT_MS })).stdout;
  }

  it("does what the examples of Taipy's manual do", async () => {
    service = await startService({ entry: "src/index.ts" });
    expect(await printed("client.py", service.url)).toBe("ok\n");
  });

  it("gets the answers of Taipy's documentation to each of its calls", async () => {
    service = await startService(DOCUMENTED);
    expect(await printed("documented.py", service.url, "default")).toBe("ok\n");
  });

  it("gets exactly the keys of Taipy's server when it asks for strict compatibility", async () => {
    service = await startService(DOCUMENTED);
    expect(await printed("documented.py", service.url, "strict")).toBe("ok\n");
  });

  it("gets them without a header, and as an unchanged client does, when the service is set to strict compatibility", async () => {
    service = await startService({ ...DOCUMENTED, variables: { TAIPY_COMPAT: "strict" } });
    expect(await printed("documented.py", service.url, "unchanged")).toBe("ok\n");
  });

  it("may have a base URL that ends with a slash", async () => {
    service = await startService(DOCUMENTED);
    expect(await printed("documented.py", `${service.url}/`, "default")).toBe("ok\n");
  });

  it("reads each number of random documents with the type with which it has written it", async () => {
    service = await startService(DOCUMENTED);
    const seed = process.env.FRACTIONS_SEED ?? String(Math.floor(Math.random() * 1e9));
    expect(await printed("fractions.py", service.url, seed)).toBe("ok\n");
  });
});
