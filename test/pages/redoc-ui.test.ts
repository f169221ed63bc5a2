import { describe, expect, it } from "vitest";
import { hasChromium, startSite, visit } from "./browser.ts";
import { COUNT, OPERATIONS } from "./operations.ts";

describe.skipIf(!hasChromium)("/redoc-ui in a browser", () => {
  const site = startSite();

  it("shows all operations, requests nothing from other hosts, and logs no error", async () => {
    const { page, complaints, outside } = await redocUi();
    const buttons = page.locator('[id^="tag/"] button:has(span.http-verb)');
    const texts = await buttons.evaluateAll((found) =>
      found.map((button) => [...button.children].map((child) => child.textContent)),
    );
    expect(texts.map(([method, path]) => `${method?.toUpperCase()} ${path}`).sort()).toEqual(OPERATIONS);
    expect({ complaints, outside }).toEqual({ complaints: [], outside: [] });
  });

  it("searches, in the worker that its policy allows", async () => {
    const { page, complaints } = await redocUi();
    await page.getByRole("textbox", { name: "Search" }).first().fill("older");
    await page.locator('[data-role="search:results"]').getByText("Write an older value again").first().waitFor();
    expect(complaints).toEqual([]);
  });

  async function redocUi() {
    const visited = await visit(site.browser, `${site.service.url}/redoc-ui`);
    await visited.page
      .locator('[id^="tag/"] span.http-verb')
      .nth(COUNT - 1)
      .waitFor({ state: "attached" });
    return visited;
  }
});
