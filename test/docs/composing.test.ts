import { describe, expect, it } from "vitest";
import { routes } from "../../src/http/routes.ts";
import { textOf } from "./pages.ts";

describe("the page about a Worker with parts of its own", () => {
  it("names every path that the service answers, so that no route of a user's own takes one unaware", () => {
    const [, section = ""] = /^## Routes\n(.*?)^## /ms.exec(textOf("docs/composing.md")) ?? [];
    const named = [...section.matchAll(/`(\/[^`…]*)/g)].map(([, path = ""]) => path);
    const unnamed = routes.filter(({ path }) => !named.some((start) => start !== "/" && path.startsWith(start)));
    expect(unnamed.map(({ path }) => path)).toEqual(["/"]);
    expect(named).toContain("/");
  });
});
