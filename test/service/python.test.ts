import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Service, startService } from "../harness/service.ts";

const PYTHON = "/usr/bin/python3";
const CLIENT = fileURLToPath(new URL("./client.py", import.meta.url).href);
const run = promisify(execFile);

const hasRequests = await run(PYTHON, ["-c", "import requests"]).then(
  () => true,
  () => false,
);
const isCi = process.env.CI === "true";
if (!hasRequests && !isCi) {
  process.stderr.write(
    `\nSKIPPED: ${PYTHON} can't import requests; install Debian's python3-requests to run this test.\n\n`,
  );
}

describe.skipIf(!hasRequests && !isCi)("Python's own client", () => {
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
