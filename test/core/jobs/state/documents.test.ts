import { describe, expect, it } from "vitest";
import { type ChangedMembers, documentForm, type FormStep } from "../../../../src/core/jobs/state/documents.ts";

interface Thing {
  readonly name: string;
  readonly sizes: readonly number[];
}

const withSize: FormStep = { adds: { size: 1 } };
const manySizes: ChangedMembers = {
  read: ({ size, ...document }) => ({ ...document, sizes: [size] }),
  write: ({ sizes, ...document }) => ({ ...document, size: (sizes as readonly number[])[0] }),
  isWritten: true,
};
const withColour: FormStep = { adds: { colour: "red" } };

const formOf = (text: string): unknown => JSON.parse(text).form;

describe("a document", () => {
  it("without a form is of the first one, and passes all steps in their order", () => {
    const things = documentForm<Thing>([withSize, manySizes]);
    expect(things.decode('{"name":"a"}')).toEqual({ name: "a", sizes: [1] });
  });

  it("passes only the steps that it lacks", () => {
    const things = documentForm<Thing>([withSize, manySizes]);
    expect(things.decode('{"name":"a","size":7,"form":2}')).toEqual({ name: "a", sizes: [7] });
    expect(things.decode('{"name":"a","sizes":[8],"form":3}')).toEqual({ name: "a", sizes: [8] });
  });

  it("gets the members that a form adds to an entity in it, unless it has them", () => {
    const things = documentForm([{ adds: { thing: { colour: "red", size: 1 } } }]);
    expect(things.decode('{"thing":{"name":"a","size":2}}')).toEqual({ thing: { name: "a", size: 2, colour: "red" } });
  });

  it("says the newest form when it is written, which its record does not have", () => {
    const things = documentForm<Thing>([withSize, manySizes]);
    const text = things.encode({ name: "a", sizes: [] });
    expect([JSON.parse(text), things.decode(text)]).toEqual([
      { name: "a", sizes: [], form: 3 },
      { name: "a", sizes: [] },
    ]);
  });
});

describe("a document that a release and the one before it rewrite in turn", () => {
  it("keeps the members that only the later release knows", () => {
    const [older, newer] = [documentForm([withSize]), documentForm([withSize, withColour])];
    const text = newer.encode({ name: "a", size: 2, colour: "blue" });
    const back = older.encode({ ...older.decode(text), name: "b" });
    expect(formOf(back)).toBe(2);
    expect(newer.decode(back)).toEqual({ name: "b", size: 2, colour: "blue" });
  });

  it("keeps them, too, when the release before it keeps the form that it has found", () => {
    const newer = documentForm([withSize, withColour]);
    // Release 0.1.0 knows no forms: the member is one of the record's for it.
    const of010 = JSON.stringify({ ...JSON.parse(newer.encode({ name: "a", size: 2, colour: "blue" })), name: "b" });
    expect(newer.decode(of010)).toEqual({ name: "b", size: 2, colour: "blue" });
    expect(newer.decode('{"name":"made by release 0.1.0"}')).toEqual({
      name: "made by release 0.1.0",
      size: 1,
      colour: "red",
    });
  });

  it("has the older form as long as a release is about that only knows it", () => {
    const before = documentForm([withSize]);
    const first = documentForm([withSize, { ...manySizes, isWritten: false }]);
    const second = documentForm([withSize, manySizes]);
    const text = first.encode({ name: "a", sizes: [5] });
    expect(JSON.parse(text)).toEqual({ name: "a", size: 5, form: 2 });
    const back = before.encode({ ...before.decode(text), size: 6 });
    expect(first.decode(back)).toEqual({ name: "a", sizes: [6] });
    // The neighbours of the change's second release write both forms.
    const next = second.encode({ name: "a", sizes: [7] });
    expect(formOf(next)).toBe(3);
    expect(second.decode(first.encode(first.decode(next) as object))).toEqual({ name: "a", sizes: [7] });
  });

  it("carries added members beside a changed one that is not written yet", () => {
    const first = documentForm([withSize, { ...manySizes, isWritten: false }, withColour]);
    const text = first.encode({ name: "a", sizes: [5], colour: "blue" });
    expect(JSON.parse(text)).toEqual({ name: "a", size: 5, colour: "blue", form: 2 });
    expect(first.decode(text)).toEqual({ name: "a", sizes: [5], colour: "blue" });
  });
});
