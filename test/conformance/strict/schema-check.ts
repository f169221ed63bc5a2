import {
  CREATED_DATA_NODES,
  ENTITIES,
  type FieldType,
  type Schema,
  SEQUENCE_OF_SCENARIO,
  SUBSCRIBER,
  type Success,
  TAIPY_OPERATIONS,
  type TaipyOperation,
} from "./taipy-schemas.ts";

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{6})?(?:[+-]\d\d:\d\d)?$/;
const SPACED_TIME = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d{6})?$/;

/** The operation of Taipy's that a request is one to; undefined = it has none. Slashes at the end do not matter. */
export function operationAt(method: string, path: string): TaipyOperation | undefined {
  const [bare = ""] = path.split("?");
  return TAIPY_OPERATIONS.find(
    (operation) => operation.method === (method === "HEAD" ? "GET" : method) && patternOf(operation.path).test(bare),
  );
}

const patternOf = (path: string): RegExp => new RegExp(`^${path.replace(/\/$/, "").replaceAll("{id}", "[^/]+")}/*$`);

/** What an answer's body has that Taipy's has not, or lacks, or has with another type; empty = it is one that Taipy's schemas accept. */
export function bodyProblems(operation: TaipyOperation | undefined, status: number, body: unknown): string[] {
  if (status >= 400) return errorProblems(status, body);
  if (operation === undefined) return [`${status} although Taipy has no such operation`];
  const { success } = operation;
  if (status !== success.status) return [`the status is ${status} instead of ${success.status}`];
  return successProblems(success, body);
}

function successProblems(success: Success, body: unknown): string[] {
  if ("list" in success) {
    if (!Array.isArray(body)) return ["$ is no list"];
    return body.flatMap((item, index) => problems(ENTITIES[success.list], item, `$[${index}]`));
  }
  if ("data" in success) return keyProblems(["data"], body, "$");
  if ("one" in success) {
    const { one } = success;
    return [...keyProblems([one], body, "$"), ...problems(ENTITIES[one], member(body, one), `$.${one}`)];
  }
  if (!("created" in success)) return problems({ message: "string" }, body, "$");
  const key = success.created === "config" ? "datanode" : success.created;
  const entity = member(body, key);
  const schema =
    success.created === "config"
      ? CREATED_DATA_NODES[String(member(entity, "storage_type"))]
      : ENTITIES[success.created];
  if (schema === undefined) return [`$.${key} has no storage type of Taipy's`];
  return [...keyProblems(["message", key], body, "$"), ...problems(schema, entity, `$.${key}`)];
}

/** `{"message": …}`, or lists of texts by fields, whose names the request may have chosen, when a body is not valid. */
function errorProblems(status: number, body: unknown): string[] {
  if (member(body, "message") !== undefined) return problems({ message: "string" }, body, "$");
  return status === 400 && isTexts(body) ? [] : [`${JSON.stringify(body)} is no error of Taipy's`];
}

const isTexts = (value: unknown): boolean =>
  isObject(value) && Object.values(value).every((item) => (Array.isArray(item) ? item.every(isText) : isTexts(item)));

/** What is wrong with an object that has exactly the keys and types of a schema. */
function problems(schema: Schema, value: unknown, path: string): string[] {
  if (!isObject(value)) return [`${path} is no object`];
  return [
    ...keyProblems(Object.keys(schema), value, path),
    ...Object.entries(schema).flatMap(([key, type]) =>
      Object.hasOwn(value, key) ? typeProblems(type, value[key], `${path}.${key}`) : [],
    ),
  ];
}

function keyProblems(keys: readonly string[], value: unknown, path: string): string[] {
  const given = Object.keys(Object(value));
  return [
    ...given.filter((key) => !keys.includes(key)).map((key) => `${path}.${key} is no key of Taipy's`),
    ...keys.filter((key) => !given.includes(key)).map((key) => `${path}.${key} is missing`),
  ];
}

function typeProblems(type: FieldType, value: unknown, path: string): string[] {
  if (type.endsWith("?") && value === null) return [];
  const bare = type.replace(/\?$/, "");
  if (bare === "subscribers") {
    if (!Array.isArray(value)) return [`${path} is no list`];
    return value.flatMap((item, index) => problems(SUBSCRIBER, item, `${path}[${index}]`));
  }
  if (bare === "sequences") {
    if (!isObject(value)) return [`${path} is no object`];
    return Object.entries(value).flatMap(([name, item]) => problems(SEQUENCE_OF_SCENARIO, item, `${path}.${name}`));
  }
  const fits = bare.endsWith(".") ? isText(value) && value.startsWith(bare) : (TYPES[bare]?.(value) ?? false);
  return fits ? [] : [`${path} is ${JSON.stringify(value)} and no ${bare}`];
}

const isText = (value: unknown): value is string => typeof value === "string";

const TYPES: Readonly<Record<string, (value: unknown) => boolean>> = {
  string: isText,
  boolean: (value) => typeof value === "boolean",
  number: (value) => typeof value === "number",
  integer: Number.isInteger,
  any: () => true,
  strings: (value) => Array.isArray(value) && value.every(isText),
  mapping: isObject,
  time: (value) => isText(value) && TIME.test(value),
  "spaced time": (value) => isText(value) && SPACED_TIME.test(value),
};

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

const member = (value: unknown, key: string): unknown => (isObject(value) ? value[key] : undefined);
