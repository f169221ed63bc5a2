import { expect, test } from "vitest";
import { type Fields, fieldErrors, isMapping } from "../../src/core/field-errors.ts";

const FIELDS: Fields = {
  name: "string",
  scope: "integer",
  properties: "mapping",
  value: "any",
  items: { list: { object: { key: "string" } } },
};

test.each([
  [{}],
  [{ name: "", scope: 1, properties: {}, value: 0, items: [] }],
  [{ scope: "2", value: [null], items: [{ key: "a" }, {}] }],
  [{ scope: 1.5 }],
])("the body %j is valid", (body) => expect(fieldErrors(body, FIELDS)).toBeNull());

test.each([
  [null, { _schema: ["Invalid input type."] }],
  [[1], { _schema: ["Invalid input type."] }],
  ["x", { _schema: ["Invalid input type."] }],
  [
    { name: 5, zzz: 1 },
    { name: ["Not a valid string."], zzz: ["Unknown field."] },
  ],
  [{ name: null }, { name: ["Field may not be null."] }],
  [{ value: null }, { value: ["Field may not be null."] }],
  [{ scope: "x" }, { scope: ["Not a valid integer."] }],
  [{ scope: true }, { scope: ["Not a valid integer."] }],
  [{ properties: "x" }, { properties: ["Not a valid mapping type."] }],
  [{ properties: [] }, { properties: ["Not a valid mapping type."] }],
  [{ items: "x" }, { items: ["Not a valid list."] }],
  [{ items: [1] }, { items: { "0": { _schema: ["Invalid input type."] } } }],
  [
    { items: [{ key: "a" }, { key: 1, z: 2 }] },
    { items: { "1": { key: ["Not a valid string."], z: ["Unknown field."] } } },
  ],
  [{ items: [null] }, { items: { "0": ["Field may not be null."] } }],
  [{ toString: "x" }, { toString: ["Unknown field."] }],
])("the body %j is refused with the problems of each field", (body, errors) =>
  expect(fieldErrors(body, FIELDS)).toEqual(errors),
);

test("a field with the name of a prototype's member is unknown, too", () => {
  const errors = fieldErrors(JSON.parse('{"__proto__": 1}'), FIELDS);
  expect(JSON.stringify(errors)).toBe('{"__proto__":["Unknown field."]}');
});

test("only JSON objects count as mappings", () => {
  expect([{}, Object.create(null), JSON.parse("{}")].every(isMapping)).toBe(true);
  expect([null, [], "x", new Date(0), new Map(), new Uint8Array()].some(isMapping)).toBe(false);
});
