import { describe, expect, it } from "vitest";
import { EXAMPLES } from "../../src/dev/openapi/examples.ts";
import type { Route } from "../../src/http/pipeline/action.ts";
import { routes } from "../../src/http/routes.ts";
import { problemAt, validateAnswer } from "../harness/answers/answer-validation.ts";

/** Pages and the document itself: an example would be as long as they are. */
const WITHOUT: ReadonlySet<Route["answer"]["kind"]> = new Set(["page", "pageFile", "openApiJson", "openApiYaml"]);

const shown = routes.filter(({ answer }) => !WITHOUT.has(answer.kind));

describe("the examples of the OpenAPI document", () => {
  it.each(shown.map((route) => [route.id, route] as const))("%s has an answer that succeeded", (id) => {
    expect(Object.keys(EXAMPLES[id]?.answers ?? {}).map(Number)).toContainEqual(expect.toSatisfy(isSuccess));
  });

  it.each(shown.map((route) => [route.id, route] as const))(
    "%s: its answers are still allowed",
    (id, { method, path }) => {
      for (const [status, answer] of Object.entries(EXAMPLES[id]?.answers ?? {})) {
        const isText = typeof answer === "string";
        const headers = new Headers({ "Content-Type": isText ? "text/plain" : "application/json" });
        const body = isText ? null : JSON.stringify(answer);
        expect(() => validateAnswer({ method, path, status: Number(status), headers, body })).not.toThrow();
      }
    },
  );

  it.each(
    shown
      .filter(({ method, body }) => method !== "GET" && body.kind !== "none")
      .map((route) => [route.id, route] as const),
  )("%s: its body may be sent", (id, { method, path, body }) => {
    const { request } = EXAMPLES[id] ?? {};
    expect(request).toBeDefined();
    if (body.kind === "content") return;
    const at = `/paths/${path.replaceAll("/", "~1")}/${method.toLowerCase()}/requestBody/content/application~1json/schema`;
    expect(problemAt(at, request)).toBeNull();
  });

  it("belong to operations that there are", () => {
    const known = new Set(routes.map(({ id }) => id));
    expect(Object.keys(EXAMPLES).filter((id) => !known.has(id))).toEqual([]);
  });
});

const isSuccess = (status: number): boolean => status >= 200 && status < 300;
