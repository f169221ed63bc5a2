import { describe, expect, it } from "vitest";
import { documentForm, type Upgrade } from "../../../../src/core/jobs/state/documents.ts";

interface Thing {
  readonly name: string;
  readonly sizes: readonly number[];
}

const oneSize: Upgrade = (document) => ({ ...document, size: 1 });
const manySizes: Upgrade = ({ size, ...document }) => ({ ...document, sizes: [size] });

describe("a document", () => {
  it("without a form is of the first one, and passes all upgrades in their order", () => {
    const things = documentForm<Thing>([oneSize, manySizes]);
    expect(things.decode('{"name":"a"}')).toEqual({ name: "a", sizes: [1] });
  });

  it("passes only the upgrades that it lacks", () => {
    const things = documentForm<Thing>([oneSize, manySizes]);
    expect(things.decode('{"name":"a","size":7,"form":2}')).toEqual({ name: "a", sizes: [7] });
    expect(things.decode('{"name":"a","sizes":[8],"form":3}')).toEqual({ name: "a", sizes: [8] });
  });

  it("says the newest form when it is written, which its record does not have", () => {
    const things = documentForm<Thing>([oneSize, manySizes]);
    const text = things.encode({ name: "a", sizes: [] });
    expect([JSON.parse(text), things.decode(text)]).toEqual([
      { name: "a", sizes: [], form: 3 },
      { name: "a", sizes: [] },
    ]);
  });
});
