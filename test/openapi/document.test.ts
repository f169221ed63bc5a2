import { createConfig, lintFromString } from "@redocly/openapi-core";
import { beforeAll, describe, expect, it } from "vitest";
import { componentSchemas } from "../../src/dev/openapi/components.ts";
import type { OpenApiDocument, Operation } from "../../src/dev/openapi/openapi-types.ts";
import type { Route } from "../../src/http/pipeline/action.ts";
import { routes } from "../../src/http/routes.ts";
import { problemAt } from "../harness/answers/answer-validation.ts";
import { testedDocument } from "../harness/answers/documented-answer.ts";

/** What the validator would like otherwise, and why it stays. */
const TOLERATED: Readonly<Record<string, string>> = {
  "no-path-trailing-slash": "Taipy's paths end in a slash, and its clients send it.",
  "no-unused-components":
    "The validator overlooks what only `x-taipy-strict` refers to, and Taipy's names are for other documents; tests below do not.",
};

/** The names under which Taipy's document has its schemas, and that its reference refers to. */
const TAIPYS = [
  "Any",
  "CycleSchema",
  "DataNodeFilterSchema",
  "DataNodeSchema",
  "JobSchema",
  "ScenarioSchema",
  "SequenceSchema",
  "TaskSchema",
];

describe("the OpenAPI document", () => {
  let document: OpenApiDocument;
  let operations: ReadonlyMap<string, Operation>;

  beforeAll(() => {
    document = testedDocument();
    operations = new Map(
      Object.entries(document.paths).flatMap(([path, item]) =>
        Object.entries(item).map(([verb, operation]) => [`${verb.toUpperCase()} ${path}`, operation] as const),
      ),
    );
  });

  const nameOf = ({ method, path }: Route) => `${method} ${path}`;
  const operationOf = (route: Route): Operation => {
    const operation = operations.get(nameOf(route));
    if (operation === undefined) throw new Error(`${nameOf(route)} is not in the document`);
    return operation;
  };

  it("has every row of the route table and nothing else", () => {
    expect([...operations.keys()].sort()).toEqual(routes.map(nameOf).sort());
    expect([...operations.values()].map(({ operationId }) => operationId).sort()).toEqual(
      routes.map(({ id }) => id).sort(),
    );
  });

  it("is valid to a maintained validator", async () => {
    const config = await createConfig({ extends: ["recommended"] });
    const problems = await lintFromString({ source: JSON.stringify(document), absoluteRef: "openapi.json", config });
    const told = problems.filter(({ ruleId }) => !Object.hasOwn(TOLERATED, ruleId));
    expect(told.map(({ ruleId, message, location }) => `${ruleId}: ${message} ${location[0]?.pointer}`)).toEqual([]);
    expect(new Set(problems.map(({ ruleId }) => ruleId))).toEqual(new Set(Object.keys(TOLERATED)));
  });

  it("refers to nothing that is not there, and to everything that it names", () => {
    const references = new Set(
      [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map(([, target]) => target),
    );
    const named = Object.entries(document.components)
      .filter(([part]) => part !== "securitySchemes")
      .flatMap(([part, members]) => Object.keys(members).map((name) => `#/components/${part}/${name}`))
      .filter((name) => !TAIPYS.some((taipys) => name === `#/components/schemas/${taipys}`));
    expect([...references].sort()).toEqual(named.sort());
  });

  it("has Taipy's names of schemas, each for the schema that an answer or a body has", () => {
    const { schemas } = document.components;
    expect(
      Object.keys(schemas)
        .filter((name) => name === "Any" || name.endsWith("Schema"))
        .sort(),
    ).toEqual(TAIPYS);
    const { Any, ...aliases } = Object.fromEntries(TAIPYS.map((name) => [name, schemas[name]]));
    expect(Any).not.toHaveProperty("type");
    for (const [name, alias] of Object.entries(aliases)) {
      const target = String(alias?.$ref).replace("#/components/schemas/", "");
      expect(schemas[target], name).toBeDefined();
      expect(["ReadFilter", name.replace("Schema", "")], name).toContain(target);
    }
  });

  it("describes the filter in the body of a GET as that of the POST beside it, and no other body of a GET", () => {
    const gets = [...operations].filter(
      ([name, { requestBody }]) => name.startsWith("GET ") && requestBody !== undefined,
    );
    expect(gets.map(([, { operationId }]) => operationId)).toEqual(["readDataNode"]);
    const [read] = gets.map(([, { requestBody }]) => requestBody);
    const posted = operations.get("POST /api/v1/datanodes/{id}/read/")?.requestBody;
    expect(read?.content["application/json"]?.schema).toEqual(posted?.content["application/json"]?.schema);
    expect(read?.required).toBe(false);
  });

  it("names no schema twice", () => {
    const texts = Object.values(componentSchemas()).map((schema) => JSON.stringify(schema));
    expect(new Set(texts).size).toBe(texts.length);
  });

  it("makes no schema that a JSON Schema validator can't compile", () => {
    for (const name of Object.keys(document.components.schemas)) {
      expect(() => problemAt(`/components/schemas/${name}`, null), name).not.toThrow();
    }
  });

  it.each(routes.map((route) => [nameOf(route), route] as const))("%s names the role that it needs", (_, route) => {
    const operation = operationOf(route);
    const { role } = route;
    const named = role === null || role === "SIGNED_IN" ? role : `TAIPY_${role}`;
    expect(operation["x-required-role"]).toBe(named);
    expect(operation.security).toEqual(role === null ? [] : undefined);
    if (role === null) return;
    expect(Object.keys(operation.responses)).toEqual(expect.arrayContaining(["401", "429"]));
    if (role !== "SIGNED_IN") expect(operation.description).toContain(`TAIPY_${role}`);
  });

  it.each(routes.map((route) => [nameOf(route), route] as const))("%s explains all its parameters", (_, route) => {
    const { parameters, summary } = operationOf(route);
    expect(summary).not.toBe("");
    expect(parameters.filter(({ description }) => description === "").map(({ name }) => name)).toEqual([]);
    const inPath = parameters.filter((parameter) => parameter.in === "path").map(({ name }) => `{${name}}`);
    expect(inPath).toEqual(route.path.match(/\{\w+\}/g) ?? []);
    const inQuery = parameters.filter((parameter) => parameter.in === "query").map(({ name }) => name);
    expect(inQuery).toEqual(Object.keys(route.query().shape));
  });
});
