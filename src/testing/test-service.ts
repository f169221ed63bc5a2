import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import process from "node:process";
import { createTaipyClient, dataOf, type TaipyClient } from "../client/index.ts";
import { startProcess } from "./service-process.ts";
import { type TestScenario, testScenario } from "./test-scenario.ts";

export interface TestServiceOptions {
  /** The folder of the project, which has wrangler.toml. Default: that of the process. */
  readonly project?: string;
  /** An environment of wrangler.toml. */
  readonly env?: string;
  /** Variables of the Worker, beside those of wrangler.toml and .dev.vars. */
  readonly variables?: Readonly<Record<string, string>>;
}

/** The Worker of a project in the local runtime, with empty data of its own. */
export interface TestService {
  /** Without a slash at the end. */
  readonly url: string;
  /** The typed client of the API. */
  readonly client: TaipyClient;
  /** Creates a scenario of a configuration. @throws RefusedError */
  createScenario(configId: string): Promise<TestScenario>;
  /** What the service has printed. */
  log(): string;
  /** Ends it, and removes its data. */
  stop(): Promise<void>;
}

/**
 * Starts the Worker of a project as `taipy-edge dev` does: bundled by wrangler, with the bindings, queues and crons of
 * wrangler.toml, on a free port, with data of its own that are removed at the end. A test that does not stop it does not hang: it
 * ends with the process.
 * docs/decisions/082-tests-of-an-application-run-its-worker.md
 * @throws Error with the service's output when it does not start
 */
export async function startTestService({
  project = process.cwd(),
  env,
  variables = {},
}: TestServiceOptions = {}): Promise<TestService> {
  const data = await mkdtemp(path.join(tmpdir(), "taipy-edge-test-"));
  const flags = [
    ...["--port", "0", "--ip", "127.0.0.1", "--persist-to", data],
    ...(env === undefined ? [] : ["--env", env]),
    ...Object.entries(variables).flatMap(([name, value]) => ["--var", `${name}:${value}`]),
  ];
  const removeData = () => rm(data, { recursive: true, force: true, maxRetries: 3 });
  const { url, log, end } = await startProcess(project, flags).catch(async (error: unknown) => {
    await removeData();
    throw error;
  });
  const client = createTaipyClient({ baseUrl: url });
  return {
    url,
    client,
    async createScenario(configId) {
      const { scenario } = await dataOf(
        client.POST("/api/v1/scenarios/", { params: { query: { config_id: configId } } }),
      );
      return testScenario(client, scenario);
    },
    log,
    async stop() {
      await end();
      await removeData();
    },
  };
}
