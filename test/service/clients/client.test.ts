import { fileURLToPath } from "node:url";
import { build, type Format } from "esbuild";
import { convertV4MiniflareOptions, Miniflare } from "miniflare";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Service, startService } from "../../harness/service.ts";
import { hasChromium, launchBrowser } from "../../pages/browser.ts";
import { playScenario } from "./client-worker.ts";

const ENTRY = fileURLToPath(new URL("./client-worker.ts", import.meta.url).href);
const PLAYED = { status: "COMPLETED", pageSizes: [2, 1] };

describe("the typed client", () => {
  let service: Service;

  beforeEach(async () => {
    service = await startService({ entry: "src/index.ts" });
  });

  afterEach(() => service?.stop());

  it("runs in Node", async () => {
    expect(await playScenario(service.url)).toEqual(PLAYED);
  });

  it("runs in a Worker", async () => {
    const modules = [{ type: "ESModule", path: "worker.mjs", contents: await bundled("esm") }] as const;
    const bindings = { SERVICE_URL: service.url };
    const worker = { name: "caller", compatibilityDate: "2026-01-01", bindings, modules: [...modules] };
    const miniflare = new Miniflare(convertV4MiniflareOptions({ cf: false, workers: [worker] }));
    try {
      const { href } = await miniflare.ready;
      expect(await (await fetch(href)).json()).toEqual(PLAYED);
    } finally {
      await miniflare.dispose();
    }
  });

  it.skipIf(!hasChromium)("runs in a browser", async () => {
    const browser = await launchBrowser();
    try {
      // A page of the same origin, without its policy: an application brings its own.
      const context = await browser.newContext({ bypassCSP: true });
      const page = await context.newPage();
      await page.goto(`${service.url}/health`);
      await page.addScriptTag({ content: await bundled("iife") });
      const played = await page.evaluate(`called.playScenario("${service.url}")`);
      expect(played).toEqual(PLAYED);
    } finally {
      await browser.close();
    }
  });
});

/** For a platform of the web: what only Node has would fail. */
async function bundled(format: Format): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [ENTRY],
    bundle: true,
    write: false,
    platform: "browser",
    format,
    globalName: "called",
  });
  return outputFiles.map(({ text }) => text).join("");
}
