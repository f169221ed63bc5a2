import { describe, expect, it } from "vitest";
import { Journal, Register, tick } from "./register.ts";

describe("what clients know of a data node", () => {
  it("refutes a read of an older value after a 200", () => {
    const register = new Register(0);
    register.answered(register.send(1), "shown");
    expect(register.refutes(tick(), 1)).toBeNull();
    expect(register.refutes(tick(), 0)).toMatch(/after the 200 of write \d+/);
    register.answered(register.send(2), "shown");
    expect(register.refutes(tick(), 1)).toMatch(/after the 200 of write \d+/);
  });

  it("allows the older value after a 202, and the newer one", () => {
    const register = new Register(0);
    register.answered(register.send(1), "accepted");
    expect([0, 1].map((value) => register.refutes(tick(), value))).toEqual([null, null]);
  });

  it("allows the value of a write without an answer at any later time, and never one of a refused write", () => {
    const register = new Register(0);
    register.send(1);
    register.answered(register.send(2), "refused");
    register.answered(register.send(3), "shown");
    expect([1, 3].map((value) => register.refutes(tick(), value))).toEqual([null, null]);
    expect(register.refutes(tick(), 2)).toMatch(/no accepted write/);
    expect(register.refutes(tick(), 4)).toMatch(/no accepted write/);
  });

  it("allows both values of writes that overlap, and of reads that do", () => {
    const register = new Register(0);
    const first = register.send(1);
    const beforeTheAnswers = tick();
    register.answered(register.send(2), "shown");
    register.answered(first, "shown");
    expect([1, 2].map((value) => register.refutes(tick(), value))).toEqual([null, null]);
    expect(register.refutes(beforeTheAnswers, 0)).toBeNull();
    expect(register.refutes(tick(), 0)).toMatch(/after the 200/);
  });

  it("wants each accepted append once, no refused one, and nothing else", () => {
    const journal = new Journal();
    journal.answered(journal.send(1), "shown");
    journal.send(2);
    journal.answered(journal.send(3), "refused");
    expect([[1], [1, 2], [2, 1]].map((value) => journal.refutes(tick(), value))).toEqual([null, null, null]);
    expect(journal.refutes(tick(), [])).toMatch(/lacks 1 after the 200/);
    expect(journal.refutes(tick(), [1, 1])).toMatch(/shows 1 2 times/);
    expect(journal.refutes(tick(), [1, 3])).toMatch(/shows 3, which was refused/);
    expect(journal.refutes(tick(), [1, 9])).toMatch(/shows 9, which no client appended/);
  });
});
