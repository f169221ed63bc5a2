import { describe, expect, it } from "vitest";
import { hasChromium, startSite, visit } from "./browser.ts";
import { OPERATIONS } from "./operations.ts";

describe.skipIf(!hasChromium)("/docs in a browser", () => {
  const site = startSite();

  const reference = (options = {}) => visit(site.browser, `${site.service.url}/docs`, options);

  it("lists all operations in tables with headers, without a script", async () => {
    const { page, complaints, outside } = await reference({ javaScriptEnabled: false });
    const rows = await page.locator(".operations tbody tr").all();
    const cells = await Promise.all(rows.map((row) => row.getByRole("cell").allTextContents()));
    expect(cells.map(([method, path]) => `${method} ${path}`).sort()).toEqual(OPERATIONS);
    expect(await page.locator(".operations").first().getByRole("columnheader").allTextContents()).toEqual([
      "Method",
      "Path",
      "What it does",
      "Role",
    ]);
    expect({ complaints, outside }).toEqual({ complaints: [], outside: [] });
  });

  it("has landmarks, one first heading, and links that lead somewhere", async () => {
    const { page } = await reference();
    for (const landmark of ["banner", "main"] as const) expect(await page.getByRole(landmark).count()).toBe(1);
    expect(await page.getByRole("navigation").count()).toBe(2);
    expect(await page.getByRole("heading", { level: 1 }).count()).toBe(1);
    const links = await page.getByRole("link").all();
    const targets = await Promise.all(links.map((link) => link.getAttribute("href")));
    for (const target of new Set(targets)) {
      if (target?.startsWith("#")) expect(await page.locator(target).count(), target).toBe(1);
      else expect((await page.request.get(`${site.service.url}${target}`)).status(), String(target)).toBe(200);
    }
  });

  it.each([320, 360, 768, 1280])("fits a window of %i pixels without a horizontal scroll bar", async (width) => {
    const { page } = await reference({ width });
    expect(await page.evaluate<number>("document.documentElement.scrollWidth")).toBe(width);
  });

  it("keeps its roles for readers of a small screen, where rows are blocks", async () => {
    const { page } = await reference({ width: 360 });
    const table = page.getByRole("table", { name: "Scenarios" });
    expect(await table.getByRole("row").count()).toBeGreaterThan(1);
    expect(await table.getByRole("columnheader").count()).toBe(4);
  });

  it.each(["light", "dark"] as const)(
    "contrasts its texts with the paper by 4.5 to 1 when it is %s",
    async (colorScheme) => {
      const { page } = await reference({ colorScheme });
      expect(await page.evaluate<number>(LEAST_CONTRAST)).toBeGreaterThanOrEqual(4.5);
    },
  );
});

/** The least contrast ratio (WCAG 2) of a visible text with the first background behind it. */
const LEAST_CONTRAST = `(() => {
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const rgba = (color) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = color;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const luminance = (color) => {
    const [r, g, b] = rgba(color).map((part) => part / 255).map((part) =>
      part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const paper = (element) => {
    const { backgroundColor } = getComputedStyle(element);
    return rgba(backgroundColor)[3] === 255 ? backgroundColor : paper(element.parentElement);
  };
  const contrasts = [...document.querySelectorAll("body *")]
    .filter((element) => [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim() !== ""))
    .map((element) => {
      const [light, dark] = [getComputedStyle(element).color, paper(element)].map(luminance).sort((a, b) => b - a);
      return (light + 0.05) / (dark + 0.05);
    });
  return Math.min(...contrasts);
})()`;
