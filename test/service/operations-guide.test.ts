import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Block, commandsOf } from "../docs/commands.ts";
import { ROOT } from "../harness/bundle.ts";
import { creationPath } from "../harness/local-server.ts";
import { type Service, startService } from "../harness/service.ts";
import { hasCurl } from "./clients/programs.ts";

const PAGES = [
  "docs/troubleshooting.md",
  "docs/operations/README.md",
  "docs/operations/upgrading.md",
  "docs/operations/logs.md",
  "docs/operations/restored-database.md",
];
const KEY = "an-administrators-key-of-this-test-0123456789";
const LOCAL = "http://localhost:5000";
/** What CI runs by itself, around this test. */
const BY_CI = [/^npm ci && npm run check$/m];
/** Each failure ends the block. A page's call of `npm start`, where no key is needed, gets one here. */
const SHELL = `curl() {
  local key=(-H "Authorization: Bearer $ADMIN_KEY")
  case "$*" in *Authorization*) key=() ;; esac
  command curl -sS --fail-with-body "\${key[@]}" "$@" && echo
}`;

const run = promisify(execFile);
const withCurl = await hasCurl();
let service: Service;
let scenario: string;

beforeAll(async () => {
  service = await startService({ entry: "src/index.ts", variables: { AUTH_MODE: "required", ADMIN_KEY: KEY } });
  const headers = { Authorization: `Bearer ${KEY}` };
  const path = await creationPath(service, headers);
  const created = await service.fetch(path, { method: "POST", headers });
  scenario = ((await created.json()) as { scenario: { id: string } }).scenario.id;
});

afterAll(() => service?.stop());

const isByCi = ({ code }: Block) => BY_CI.some((command) => command.test(code));

describe("the commands for operators, as the pages show them", () => {
  it("that CI runs are those of .ci/run", () => {
    const ci = readFileSync(path.join(ROOT, ".ci/run"), "utf8");
    expect(ci).toContain("npm run check:static");
    expect(ci).toContain("npm test -- --coverage");
  });

  it.skipIf(!withCurl).each(
    PAGES.flatMap(commandsOf)
      .filter((block) => !isByCi(block))
      .map((block) => [`${block.page}, ${block.heading}`, block] as const),
  )("succeed: %s", async (_, { code }) => {
    const script = `${SHELL}\n${code.replaceAll(LOCAL, service.url)}`;
    const env = { ...process.env, TAIPY: service.url, ADMIN_KEY: KEY, SCENARIO: scenario };
    const { stdout } = await run("bash", ["-euo", "pipefail", "-c", script], { cwd: ROOT, env, timeout: 110_000 });
    expect(stdout).not.toBe("");
  });
});
