import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ROOT } from "../harness/bundle.ts";
import { type Service, startService } from "../harness/service.ts";

const PYTHON = "/usr/bin/python3";
const TSC = path.join(ROOT, "node_modules/.bin/tsc");
const DAYS = 7;
const TOKEN = "an-administrators-key-of-this-test-0123456789";
const CLOSED = { AUTH_MODE: "required", ADMIN_KEY: TOKEN, SECRET_KEY: "a-signing-key-of-this-test-0123456789abcdef" };

const run = promisify(execFile);
const canRun = (file: string, ...args: string[]): Promise<boolean> =>
  run(file, args).then(
    () => true,
    () => false,
  );
const isCi = process.env.CI === "true";
const hasCurl = isCi || (await canRun("bash", "-c", "curl --version"));
const hasRequests = isCi || (await canRun(PYTHON, "-c", "import requests"));

/** The code of a language in the section that shows how the API is called. */
async function exampleIn(language: string): Promise<string> {
  const readme = await readFile(path.join(ROOT, "README.md"), "utf8");
  const [, section = ""] = /^### Call it\n(.*?)^## /ms.exec(readme) ?? [];
  const [, code] = new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\``, "ms").exec(section) ?? [];
  if (code === undefined) throw new Error(`README.md shows no call in ${language}`);
  return code;
}

describe("the README's story, word for word against a service that asks for a key", () => {
  let folder: string;
  let service: Service;

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "taipy-edge-readme-"));
    service = await startService({ entry: "src/index.ts", variables: CLOSED });
  });

  afterEach(async () => {
    await service?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  /** What the example prints, in which each day of the forecast has its temperature. */
  async function expectForecast(file: string, ...args: string[]): Promise<void> {
    const env = { ...process.env, TAIPY: service.url, TOKEN };
    const { stdout } = await run(file, args, { cwd: folder, env, timeout: 50_000 });
    expect(stdout.match(/temp_max/g), stdout).toHaveLength(DAYS);
  }

  it.skipIf(!hasCurl)("is told by curl", async () => {
    await expectForecast("bash", "-euo", "pipefail", "-c", await exampleIn("sh"));
  });

  it("is told by TypeScript, and compiles", async () => {
    await mkdir(path.join(folder, "node_modules"));
    await symlink(ROOT, path.join(folder, "node_modules/taipy-edge"));
    await writeFile(path.join(folder, "package.json"), JSON.stringify({ type: "module" }));
    await writeFile(path.join(folder, "call.ts"), await exampleIn("ts"));
    const compilerOptions = {
      lib: ["ES2023"],
      types: ["node"],
      typeRoots: [path.join(ROOT, "node_modules/@types")],
    };
    const config = { extends: path.join(ROOT, "tsconfig.json"), compilerOptions, include: ["call.ts"] };
    await writeFile(path.join(folder, "tsconfig.json"), JSON.stringify(config));
    const { stdout } = await run(TSC, ["-p", folder]).catch((failed: { stdout: string }) => failed);
    expect(stdout).toBe("");
    await expectForecast(process.execPath, "call.ts");
  });

  it.skipIf(!hasRequests)("is told by Python", async () => {
    await expectForecast(PYTHON, "-c", await exampleIn("python"));
  });
});
