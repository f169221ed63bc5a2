import { cloudflareTest, readD1Migrations } from "@cloudflare/vitest-plugin";
import { defineConfig } from "vitest/config";
import { bundledPackage } from "./test/harness/bundled-package.ts";
import { textFiles } from "./test/harness/text-files.ts";

export default defineConfig({
  test: {
    // All cores; by itself vitest leaves one of them idle, which is half of a machine of two.
    maxWorkers: "100%",
    // What services log while tests make them fail is shown where a test fails.
    silent: "passed-only",
    projects: [
      {
        // Pure code, and the orchestrator and the consumer over a model of the platform, under Node.
        plugins: [textFiles()],
        test: {
          name: "core",
          include: ["test/{core,docs,house,openapi,orchestrator,queue}/**/*.test.ts"],
          exclude: ["**/*.workerd.test.ts"],
          typecheck: { enabled: false },
        },
      },
      {
        // Code that needs the platform, inside workerd.
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
          include: [
            "test/{storage,d1,payloads,usecases,http,metering}/**/*.test.ts",
            "test/{orchestrator,queue}/**/*.workerd.test.ts",
          ],
          setupFiles: ["test/d1/apply-migrations.ts"],
        },
      },
      {
        // Storage types inside workerd against real database servers, which the tests start.
        plugins: [
          bundledPackage("mysql2/promise", ["createConnection"]),
          bundledPackage("mongodb", ["BSON", "MongoClient", "ObjectId"]),
          cloudflareTest({ wrangler: { configPath: "./wrangler.toml" } }),
        ],
        test: {
          name: "databases",
          include: ["test/databases/**/*.test.ts"],
          globalSetup: ["test/databases/start.ts", "test/databases/mongodb/start.ts", "test/databases/s3/start.ts"],
          testTimeout: 30_000,
        },
      },
      {
        // The built Worker as its users meet it: over HTTP, from Node.
        test: {
          name: "service",
          include: ["test/{service,conformance,simulation,crash,pages,attack}/**/*.test.ts"],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
