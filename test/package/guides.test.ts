import { readFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { type Block, blocksOf, commandsOf } from "../docs/commands.ts";
import { emptyProject, type Project } from "./project.ts";

const GUIDE = "docs/guide.md";
const EXAMPLE = "The example of the repository";
const LOCAL = "http://localhost:5000";

/** What stands in for a published package, for the terminal in which the service runs, and for port 5000, which may be taken. */
const SHELL = `
set -euo pipefail
export npm_config_prefer_offline=true npm_config_audit=false npm_config_fund=false
server=
trap '[ -z "$server" ] || kill -INT -- "-$server" || true' EXIT
npx() {
  case "$*" in
    "taipy-edge init "*) command npx --yes --package "$TARBALL" -- taipy-edge init "$3" --package "$TARBALL" ;;
    "taipy-edge dev")
      setsid node_modules/.bin/taipy-edge dev --port 0 > dev.log 2>&1 < /dev/null &
      server=$!
      within 'grep -q "is ready on" dev.log'
      URL=$(grep -o 'is ready on http://[^ ]*[0-9]' dev.log | grep -o 'http.*') ;;
    *) command npx --no-install "$@" ;;
  esac
}
curl() { command curl -sS --fail-with-body "\${@//${LOCAL.replaceAll("/", "\\/")}/$URL}" && if [ "$1" != -s ]; then echo; fi; }
within() {
  for _ in $(seq 600); do if eval "$1"; then return; fi; sleep 0.2; done
  cat dev.log; echo "not within two minutes: $1"; exit 1
}
stopped() { kill -INT -- "-$server"; wait "$server" || true; server=; }
`;

let parent: Project;

beforeAll(async () => {
  parent = await emptyProject();
});

afterAll(() => parent?.remove());

/** Runs a script in one shell, so that variables last. @returns what it prints */
async function shell(folder: string, script: string): Promise<string> {
  await parent.write("story.sh", `${SHELL}\n${script}`);
  const file = path.join(parent.folder, "story.sh");
  const { code, output } = await parent.run("bash", ["-c", `cd "$1" && . "$2"`, "bash", folder, file], {
    TARBALL: inject("tarball"),
  });
  if (code !== 0) throw new Error(`It ended with ${code}:\n${output}`);
  return output;
}

const put = (file: string, text: string) => `cat > ${file} <<'END OF FILE'\n${text}END OF FILE\n`;
const codeOf = (page: string, heading: string, language: string): readonly string[] =>
  blocksOf(page)
    .filter((block) => block.heading === heading && block.language === language)
    .map(({ code }) => code);
const answersOf = (output: string) => output.split("\n").filter((line) => line.startsWith("{"));

// Each step needs the ones before it, as for its reader.
// Installing, a compiler and four starts of the service take long on a busy machine.
describe("the guides, word for word, for a reader who has nothing but Node", { timeout: 600_000 }, () => {
  const steps = commandsOf(GUIDE).filter(({ heading }) => heading !== EXAMPLE && !heading.includes("clone"));
  const project = () => path.join(parent.folder, "my-app");

  it("docs/guide.md makes a project, runs its scenario, changes it, checks it, tests it and shows its deployment", async () => {
    const [, changed = ""] = codeOf(GUIDE, "Write a scenario of your own", "ts");
    const index = steps.findIndex(({ heading }) => heading === "Write a scenario of your own");
    const text = (blocks: readonly Block[]) => blocks.map(({ code }) => code).join("\n");
    const output = await shell(
      parent.folder,
      [
        text(steps.slice(0, index)),
        put("src/app/index.ts", changed),
        `within 'command curl -s "$URL/api/v1/config/" | grep -q invoice'`,
        text(steps.slice(index)),
      ].join("\n"),
    );
    expect(output).toContain('{"data": 30}');
    expect(output).toContain('{"data": {"total":60,"toPay":54}}');
    expect(output).toContain("The configuration has no problems.\nThe types have no errors.\n");
    expect(output).toMatch(/pass 2\n/);
    expect(output).toContain("env.DB (my-app-staging)");
    expect(answersOf(output).filter((line) => line.includes('"status":"COMPLETED"'))).toHaveLength(2);
  });

  it("docs/deploying.md checks the project, and shows its deployment to each environment", async () => {
    const output = await shell(
      project(),
      commandsOf("docs/deploying.md")
        .map(({ code }) => code)
        .join("\n"),
    );
    expect(output).toContain("The configuration has no problems.");
    expect(output).toContain("env.DB (my-app-staging)");
    expect(output).toContain("env.DB (my-app-production)");
  });

  it("docs/moving-from-taipy.md runs the application that it shows in TypeScript, with Taipy's answers", async () => {
    const page = "docs/moving-from-taipy.md";
    const [code = ""] = codeOf(page, "Side by side", "ts");
    const commands = commandsOf(page);
    expect(commands.map(({ code: text }) => text)).toEqual(["TAIPY_COMPAT=strict npx taipy-edge dev\n"]);
    const output = await shell(
      project(),
      [
        put("src/app/index.ts", code),
        // The test of the other application.
        "rm -r test/* src/app/config.toml src/app/functions.ts",
        "npx taipy-edge check",
        ...commands.map(({ code: text }) => text),
        `CREATED=$(curl -s -X POST "$URL/api/v1/scenarios/?config_id=monthly")`,
        `echo "$CREATED"`,
        `id() { grep -o "$1_[0-9a-f-]*" | head -n 1; }`,
        `curl -X POST "$URL/api/v1/scenarios/submit/$(echo "$CREATED" | id SCENARIO_monthly)/"`,
        `TASK=$(curl -s "$URL/api/v1/tasks/$(echo "$CREATED" | id TASK_predict)/")`,
        `FORECAST=$(echo "$TASK" | id DATANODE_forecast)`,
        `within 'command curl -s "$URL/api/v1/datanodes/$FORECAST/read/" | grep -q 12'`,
        `curl "$URL/api/v1/datanodes/$FORECAST/read/"`,
        "stopped",
      ].join("\n"),
    );
    expect(output).toContain("The configuration has no problems.");
    // Taipy's keys alone.
    const [created = ""] = answersOf(output);
    expect(Object.keys((JSON.parse(created) as { scenario: object }).scenario)).not.toContain("is_primary");
    expect(output).toContain(`{"data": [${Array(14).fill("12").join(",")}]}`);
  });

  it("docs/moving-from-taipy.md takes the file that Taipy exports, beside functions in TypeScript", async () => {
    const [code = ""] = codeOf("docs/moving-from-taipy.md", "The configuration", "ts");
    const toml = readFileSync(path.join(import.meta.dirname, "exported-by-taipy.toml"), "utf8");
    const functions = "export const predict = (orders: unknown[], horizon: number) => [orders.length, horizon];\n";
    const output = await shell(
      project(),
      [
        put("src/app/index.ts", code),
        put("src/app/config.toml", toml),
        put("src/app/functions.ts", functions),
        "npx taipy-edge check",
      ].join("\n"),
    );
    expect(output).toContain("The types have no errors.");
  });
});
