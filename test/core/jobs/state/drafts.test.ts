import { describe, expect, it } from "vitest";
import { Drafts } from "../../../../src/core/jobs/state/drafts.ts";

interface Thing {
  readonly id: string;
  size: number;
}

/** A store of things, and the ids that were read from it. */
function reading(...stored: readonly Thing[]) {
  const read: string[] = [];
  const things = new Drafts<Thing>((id) => {
    read.push(id);
    return stored.find((thing) => thing.id === id) ?? null;
  });
  return { things, read };
}

describe("the records of a transaction", () => {
  it("are read once each, and so is that there is none", () => {
    const { things, read } = reading({ id: "a", size: 1 });
    expect([things.get("a"), things.get("a"), things.get("b"), things.get("b")]).toEqual([
      { id: "a", size: 1 },
      { id: "a", size: 1 },
      null,
      null,
    ]);
    expect(read).toEqual(["a", "b"]);
  });

  it("are one and the same to all who ask: a change is seen, and what is read with others does not undo it", () => {
    const { things } = reading({ id: "a", size: 1 });
    const a = things.get("a");
    if (a !== null) a.size = 2;
    things.meet("a", { id: "a", size: 1 });
    things.meet("b", { id: "b", size: 3 });
    expect(things.all()).toEqual([
      { id: "a", size: 2 },
      { id: "b", size: 3 },
    ]);
  });

  it("are written when they have changed, as they are in the end, in the order of their first changes", () => {
    const { things } = reading({ id: "a", size: 1 }, { id: "b", size: 1 });
    const b: Thing = { id: "b", size: 2 };
    things.change("b", b);
    things.change("c", { id: "c", size: 1 });
    things.put("a", { id: "a", size: 9 });
    things.change("b", b);
    b.size = 3;
    expect(things.changed()).toEqual([
      { id: "b", size: 3 },
      { id: "c", size: 1 },
    ]);
    expect(["a", "b"].map((id) => things.hasChanged(id))).toEqual([false, true]);
  });

  it("are neither there nor written once they are removed", () => {
    const { things, read } = reading({ id: "a", size: 1 });
    things.change("a", { id: "a", size: 2 });
    things.remove("a");
    expect([things.get("a"), things.all(), things.changed(), read]).toEqual([null, [], [], []]);
  });
});
