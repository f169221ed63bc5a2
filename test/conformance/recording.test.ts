import { describe, expect, it } from "vitest";
import { IMPROVEMENTS, improvementOf } from "./differences/improvements.ts";
import { loadAllRecordings } from "./recording.ts";

const exchanges = loadAllRecordings();

describe("the recordings", () => {
  it("hold 593 exchanges and no feature that the replay does not know", () => {
    expect(exchanges).toHaveLength(593);
    const known = "group step name note request captures poll response improved unstable response_standalone".split(
      " ",
    );
    expect([...new Set(exchanges.flatMap(Object.keys))].filter((key) => !known.includes(key))).toEqual([]);
    expect(new Set(exchanges.flatMap(({ poll }) => poll?.until ?? []))).toEqual(new Set(["jobs_settled"]));
  });
});

describe("the list of improvements", () => {
  it("names each recorded exchange at most once", () => {
    const listed = IMPROVEMENTS.flatMap(({ group, steps }) => steps.map((step) => `${group} ${step}`));
    const recorded = new Set(exchanges.map(({ group, step }) => `${group} ${step}`));
    expect(listed.filter((name) => !recorded.has(name))).toEqual([]);
    expect(listed.filter((name, index) => listed.indexOf(name) !== index)).toEqual([]);
  });

  it("holds every exchange in which the original failed", () => {
    const failed = exchanges.filter(({ response }) => response.status >= 500);
    expect(failed.filter((exchange) => improvementOf(exchange) === undefined)).toEqual([]);
  });
});
