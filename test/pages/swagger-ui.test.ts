import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Service, startService } from "../harness/service.ts";
import { hasChromium, launchBrowser, visit } from "./browser.ts";
import { COUNT, OPERATIONS } from "./operations.ts";

const ADMIN_KEY = "a-key-of-forty-characters-for-these-tests";
const LIST = "/api/v1/scenarios/";
const READ = "/api/v1/datanodes/{id}/read/";

describe.skipIf(!hasChromium)("/swagger-ui in a browser", () => {
  let service: Service;
  let browser: Browser;

  beforeAll(async () => {
    const variables = { AUTH_MODE: "required", ADMIN_KEY };
    service = await startService({ entry: "src/index.ts", pages: true, variables });
    browser = await launchBrowser();
  });

  afterAll(async () => {
    await browser?.close();
    await service?.stop();
  });

  it("lists all operations, requests nothing from other hosts, and logs no error", async () => {
    const { page, complaints, outside } = await swaggerUi();
    const blocks = await page.locator(".opblock").all();
    const listed = blocks.map(async (block) => {
      const method = await block.locator(".opblock-summary-method").textContent();
      return `${method} ${await block.locator(".opblock-summary-path").getAttribute("data-path")}`;
    });
    expect((await Promise.all(listed)).sort()).toEqual(OPERATIONS);
    expect({ complaints, outside }).toEqual({ complaints: [], outside: [] });
  });

  it("executes GET /api/v1/scenarios/ with the token that was entered, and shows 200", async () => {
    const { page, complaints, outside } = await swaggerUi();
    await authorize(page, ADMIN_KEY);
    const { authorization, compat, shown } = await executed(page);
    expect(authorization).toBe(`Bearer ${ADMIN_KEY}`);
    expect(compat, "the view that the page's document describes").toBe("off");
    expect(shown).toBe("200");
    expect({ complaints, outside }).toEqual({ complaints: [], outside: [] });
  });

  it("executes the read of a value, whose body a browser can't send with GET", async () => {
    const { page, complaints, outside } = await swaggerUi();
    await authorize(page, ADMIN_KEY);
    const block = blockOf(page, READ);
    await block.locator(".opblock-summary-control").click();
    await block.locator(".body-param__text").waitFor();
    await block.locator('tr[data-param-name="id"] input').fill("nope");
    await block.locator("button.execute").click();
    expect(await shownStatus(block)).toBe("404");
    expect(outside).toEqual([]);
    // The browser's own line about the answer.
    expect(complaints.filter((line) => !line.includes("404"))).toEqual([]);
  });

  it("sends no token when none was entered, and shows the refusal", async () => {
    const { page, outside } = await swaggerUi();
    const { authorization, shown } = await executed(page);
    expect(authorization).toBeUndefined();
    expect(shown).toBe("401");
    expect(outside).toEqual([]);
  });

  it("forgets the token with the page", async () => {
    const { page } = await swaggerUi();
    await authorize(page, ADMIN_KEY);
    expect(
      await page.evaluate<string>("JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie])"),
    ).toBe('[{},{},""]');
    await page.reload();
    expect((await executed(page)).shown).toBe("401");
  });

  async function swaggerUi() {
    const visited = await visit(browser, `${service.url}/swagger-ui`);
    await visited.page
      .locator(".opblock")
      .nth(COUNT - 1)
      .waitFor();
    return visited;
  }
});

async function authorize(page: Page, token: string): Promise<void> {
  await page.locator(".auth-wrapper .authorize").first().click();
  const dialog = page.locator(".modal-ux");
  await dialog.locator("input").fill(token);
  await dialog.locator("button.authorize").click();
  await dialog.locator("button.btn-done").click();
}

interface Executed {
  readonly authorization: string | undefined;
  readonly compat: string | undefined;
  /** The status that the page shows. */
  readonly shown: string | null;
}

/** Tries the list of scenarios out. */
async function executed(page: Page): Promise<Executed> {
  const block = blockOf(page, LIST);
  await block.locator(".opblock-summary-control").click();
  const [request] = await Promise.all([
    page.waitForRequest((asked) => new URL(asked.url()).pathname === LIST),
    block.locator("button.execute").click(),
  ]);
  const { authorization, "taipy-compat": compat } = await request.allHeaders();
  return { authorization, compat, shown: await shownStatus(block) };
}

const blockOf = (page: Page, path: string): Locator =>
  page.locator(".opblock-get", { has: page.locator(`[data-path="${path}"]`) });

async function shownStatus(block: Locator): Promise<string | null> {
  const status = block.locator(".live-responses-table .response .response-col_status");
  return (await status.textContent())?.trim().slice(0, 3) ?? null;
}
