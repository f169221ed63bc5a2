import { existsSync } from "node:fs";
import type { KnipConfig } from "knip";

// `knip` finds files, exports and dependencies that neither src nor tests use; `knip --production` those that only tests use.
const production = process.argv.includes("--production");

/** What knip can't see by itself: files that are run, bundled or copied by their paths. `!`: not only tests use them. */
const entry = [
  // The entry points of the package; package.json names what is built of them.
  "src/{taipy-edge,worker}.ts!",
  "src/{client,testing}/index.ts!",
  "src/testing/serve.mjs!",
  "src/dev/cli/bin.ts!",
  // Commands of a developer, and the files that `npm run new-app` copies.
  "src/dev/*.mjs!",
  // The script `deploy` names it, which `knip --production` does not read.
  ...(production ? ["src/dev/deploy/run-deploy.ts!"] : []),
  "src/dev/local/guard.worker.mjs!",
  "src/dev/openapi/openapi-document.ts!",
  "src/dev/new-app/{app,test}/*!",
  // src/dev/load-app.mjs bundles them with the application that it checks.
  "src/core/config/deployment/check-bindings.ts!",
  "src/storage/settings/default-data.ts!",
  "src/storage/schema/declared-values.ts!",
  "test/**/{write,record}-*.ts",
  // src/dev/page-files.mjs reads them as texts.
  "src/http/pages/browser/*.js!",
  // Workers and applications that tests bundle.
  "test/**/*worker*.ts",
  "test/bench/local-server.ts",
  "test/bench/reads/gets.ts",
  "test/bench/reads/parse-json.ts",
  "test/bench/peers/servers/*.ts",
  "test/bench/application/{app,counted-bindings,floor,floor-forms}.ts",
  "test/conformance/application/app.ts",
  "test/crash/application/{app,crash-app,load-app}.ts",
  "test/releases/application/app.ts",
  "test/service/config/wrong-app/index.ts",
  "test/service/traces/project/index.ts",
  // The compilers of a test read it.
  "test/core/types/refused/*.ts",
  // A project that has the package.
  "test/package/consumer/*.ts",
  // Types that the compiler tests.
  "test/core/jobs/status-table.ts",
  "test/core/types/*.ts",
];

export default {
  entry,
  project: ["src/**/*.{ts,mjs,js}!", "test/**/*.ts"],
  // A type may be exported for the sake of a signature in its own file; a test may reach for a part of a file.
  ignoreExportsUsedInFile: production || { interface: true, type: true },
  ignoreIssues: {
    // Loaded at run time, through a type that picks from it.
    "src/storage/parquet/parquet-library.ts": ["exports"],
    // `npm run new-app` removes tests of the example, and leaves the parts that they shared.
    ...(existsSync("src/app/data") ? {} : { "test/**": ["exports", "files"] }),
  },
  // src/dev/page-files.mjs gathers their bundles by their paths.
  ignoreDependencies: ["redoc", "swagger-ui-dist"],
  // A developer's, as is `npm start`. The comparison with the peers counts fsyncs with strace where it is installed.
  ignoreBinaries: production ? ["wrangler"] : ["strace"],
  // A Worker's module exports its handlers by a name and as the default.
  exclude: ["duplicates"],
} satisfies KnipConfig;
