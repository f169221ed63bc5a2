import { cloudflareTest, readD1Migrations } from "@cloudflare/vitest-plugin";
import { defineConfig } from "vitest/config";
import { bundledPackage } from "./test/harness/bundled-package.ts";
import { textFiles } from "./test/harness/text-files.ts";

// No test asserts how fast something is: a busy machine would refute it. This only ends a test that waits for ever.
const PATIENCE = { testTimeout: 120_000, hookTimeout: 120_000, expect: { poll: { timeout: 60_000 } } };

// The package's own name, as tsconfig.json has it.
const RESOLVE = { tsconfigPaths: true };

export default defineConfig({
  test: {
    // All cores; by itself vitest leaves one of them idle, which is half of a machine of two.
    maxWorkers: "100%",
    // What services log while tests make them fail is shown where a test fails.
    silent: "passed-only",
    // With `--coverage`: what tests under Node reach of the pure code and of the orchestrator. Runs inside workerd are not
    // counted, so the files that only run there are left out.
    coverage: {
      provider: "v8",
      include: ["src/core/**/*.ts", "src/orchestrator/**/*.ts"],
      exclude: ["src/orchestrator/{calls/attribution,client,object}.ts", "src/orchestrator/state/object-sql.ts"],
      reporter: ["text-summary"],
      thresholds: {
        "src/core/**": { statements: 93, branches: 87, functions: 92, lines: 94 },
        "src/orchestrator/**": { statements: 97, branches: 91, functions: 97, lines: 98 },
      },
    },
    projects: [
      {
        // Pure code, and the orchestrator and the consumer over a model of the platform, under Node.
        resolve: RESOLVE,
        plugins: [textFiles()],
        test: {
          name: "core",
          ...PATIENCE,
          include: [
            "test/{core,dev,docs,house,openapi,orchestrator,queue}/**/*.test.ts",
            "test/bench/{peers,scale,workloads}/*.test.ts",
            "test/usecases/{data-nodes,jobs,repair}/**/*.test.ts",
          ],
          exclude: ["**/*.workerd.test.ts"],
          typecheck: { enabled: false },
        },
      },
      {
        // Code that needs the platform, inside workerd.
        resolve: RESOLVE,
        plugins: [
          cloudflareTest(async () => ({
            wrangler: { configPath: "./wrangler.toml" },
            miniflare: {
              bindings: { AUTH_MODE: "none", TEST_MIGRATIONS: await readD1Migrations("src/d1/migrations") },
            },
          })),
        ],
        test: {
          name: "worker",
          ...PATIENCE,
          include: [
            "test/{storage,formats,d1,payloads,http,metering}/**/*.test.ts",
            // These run over D1.
            "test/usecases/*.test.ts",
            "test/usecases/{create,delete}/**/*.test.ts",
            "test/{orchestrator,queue}/**/*.workerd.test.ts",
          ],
          setupFiles: ["test/d1/apply-migrations.ts"],
        },
      },
      {
        // Storage types inside workerd against real database servers, which the tests start.
        resolve: RESOLVE,
        plugins: [
          bundledPackage("mysql2/promise", ["createConnection"]),
          bundledPackage("mongodb", ["BSON", "MongoClient", "ObjectId"]),
          cloudflareTest({ wrangler: { configPath: "./wrangler.toml" } }),
        ],
        test: {
          name: "databases",
          ...PATIENCE,
          include: ["test/databases/**/*.test.ts"],
          globalSetup: ["test/databases/start.ts", "test/databases/mongodb/start.ts", "test/databases/s3/start.ts"],
        },
      },
      {
        // The package as a project has it that installs it.
        test: {
          name: "package",
          ...PATIENCE,
          globalSetup: ["test/package/pack.ts"],
          include: ["test/package/**/*.test.ts"],
        },
      },
      {
        // The built Worker as its users meet it: over HTTP, from Node.
        test: {
          name: "service",
          ...PATIENCE,
          include: ["test/{service,conformance,simulation,crash,releases,pages,attack}/**/*.test.ts"],
        },
      },
    ],
  },
});
