import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Service, startService } from "../../harness/service.ts";
import { hasRequests, PYTHON } from "./programs.ts";

const CLIENT = fileURLToPath(new URL("./client.py", import.meta.url).href);
const run = promisify(execFile);

describe.skipIf(!(await hasRequests()))("Python's own client", () => {
  let service: Service;

  beforeAll(async () => {
    service = await startService({ entry: "src/index.ts" });
  });

  afterAll(() => service?.stop());

  it("does what the examples of Taipy's manual do", async () => {
    const { stdout } = await run(PYTHON, [CLIENT, service.url], { timeout: 50_000 });
    expect(stdout).toBe("ok\n");
  });
});
