import { existsSync } from "node:fs";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll } from "vitest";
import { type Service, startService } from "../harness/service.ts";

/** Less than a test's own, so that it is the page's element that is named. */
const PATIENCE_MS = 50_000;
const EXECUTABLE = process.env.CHROMIUM ?? "/usr/bin/chromium";

/** Without Chromium the pages are not tested: said aloud on a desk, an error in CI. */
export const hasChromium = lookForChromium();

export function launchBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: EXECUTABLE, args: ["--no-sandbox", "--disable-dev-shm-usage"] });
}

export interface Site {
  readonly service: Service;
  readonly browser: Browser;
}

/** The example application with its pages, and a browser, for all tests of the block that calls this. */
export function startSite(): Site {
  let service: Service | undefined;
  let browser: Browser | undefined;
  beforeAll(async () => {
    service = await startService({ entry: "src/index.ts", pages: true });
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await service?.stop();
  });
  const started = <T>(part: T | undefined): T => {
    if (part === undefined) throw new Error("The site has not started");
    return part;
  };
  return {
    get service() {
      return started(service);
    },
    get browser() {
      return started(browser);
    },
  };
}

export interface Visit {
  readonly page: Page;
  /** Errors and warnings of the console, uncaught exceptions and violated policies, in order. */
  readonly complaints: string[];
  /** Addresses outside of the service that the page asked for. */
  readonly outside: string[];
}

export interface VisitOptions {
  readonly width?: number;
  readonly colorScheme?: "dark" | "light";
  readonly javaScriptEnabled?: boolean;
}

/** Opens an address in a browser of its own that remembers what the page complains about. */
export async function visit(browser: Browser, url: string, options: VisitOptions = {}): Promise<Visit> {
  const { width = 1280, ...rest } = options;
  const context = await browser.newContext({ viewport: { width, height: 900 }, ...rest });
  context.setDefaultTimeout(PATIENCE_MS);
  const page = await context.newPage();
  const complaints: string[] = [];
  const outside: string[] = [];
  const { origin } = new URL(url);
  page.on("console", (line) => {
    if (line.type() === "error" || line.type() === "warning") complaints.push(line.text());
  });
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("request", (request) => {
    const { protocol, origin: asked } = new URL(request.url());
    if (protocol.startsWith("http") && asked !== origin) outside.push(request.url());
  });
  await page.goto(url);
  return { page, complaints, outside };
}

function lookForChromium(): boolean {
  if (existsSync(EXECUTABLE)) return true;
  const advice = `There is no ${EXECUTABLE}: install Chromium, or say where it is with the variable CHROMIUM.`;
  if (process.env.CI !== undefined) throw new Error(advice);
  console.warn(`\n*** THE DOCUMENTATION'S PAGES ARE NOT TESTED. ${advice} ***\n`);
  return false;
}
