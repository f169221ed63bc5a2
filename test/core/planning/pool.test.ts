import { describe, expect, it } from "vitest";
import { MAX_OBJECTS_PER_REGION } from "../../../src/core/config/app-types.ts";
import { poolOf, REGIONS, regionOf, regionOfDomain } from "../../../src/core/planning/pool.ts";

/** Ids as the service makes them, without randomness. */
const ids = Array.from({ length: 4_000 }, (_, index) => {
  const uuid = (index * 2_654_435_761).toString(16).padStart(12, "0");
  return `SCENARIO_monthly_report_5f1c2d3e-0000-4000-8000-${uuid}`;
});

describe("the pooled object of a scenario", () => {
  it("follows from its id alone, so that every isolate finds the same", () => {
    expect(poolOf("weur", "SCENARIO_a_1", 4)).toBe("pool/weur/3");
    expect(poolOf("weur", "SCENARIO_a_2", 4)).toBe("pool/weur/2");
    expect(poolOf("any", "SCENARIO_a_1", 1)).toBe("pool/any/0");
  });

  it("is each of the region's objects about as often as any other", () => {
    for (const objects of [2, 3, 4, 16, 64]) {
      const counts = Map.groupBy(ids, (id) => poolOf("apac", id, objects));
      expect(counts.size).toBe(objects);
      const share = ids.length / objects;
      for (const { length } of counts.values()) {
        expect(length).toBeGreaterThan(share / 2);
        expect(length).toBeLessThan(share * 2);
      }
    }
  });

  it("has a number below that of the region's objects, up to the largest that may be configured", () => {
    for (const id of ids) {
      const number = Number(poolOf("oc", id, MAX_OBJECTS_PER_REGION).split("/").at(-1));
      expect(number).toBeGreaterThanOrEqual(0);
      expect(number).toBeLessThan(MAX_OBJECTS_PER_REGION);
    }
  });
});

describe("the region of a caller", () => {
  it.each([
    ["Los Angeles", "NA", "-118.24370", "wnam"],
    ["New York", "NA", "-74.00600", "enam"],
    ["a place in North America that is not known", "NA", undefined, "enam"],
    ["São Paulo", "SA", "-46.63330", "sam"],
    ["London", "EU", "-0.12570", "weur"],
    ["Warsaw", "EU", "21.01180", "eeur"],
    ["a place in Europe that is not known", "EU", "", "weur"],
    ["Dubai", "AS", "55.30470", "me"],
    ["Mumbai", "AS", "72.88560", "apac"],
    ["Tokyo", "AS", "139.68990", "apac"],
    ["a place in Asia that is not known", "AS", "somewhere", "apac"],
    ["Sydney", "OC", "151.20730", "oc"],
    ["Nairobi", "AF", "36.81670", "afr"],
    ["the South Pole", "AN", "0.00000", "any"],
    ["a caller through Tor", "T1", undefined, "any"],
    ["a caller without an edge in front of the Worker", undefined, undefined, "any"],
    ["a name that objects inherit", "constructor", "1", "any"],
  ])("of %s is that of a location hint, or not known", (_, continent, longitude, region) => {
    expect(regionOf({ continent, longitude })).toBe(region);
  });
});

describe("the region in which a domain's object is created", () => {
  it("is the one in the name of a pool", () => {
    for (const region of REGIONS) expect(regionOfDomain(`pool/${region}/3`)).toBe(region);
  });

  it.each(["pool/any/0", "pool/mars/0", "pool/weur", "pool/weur/0/1", "component:pool/weur/0", "SCENARIO_pool_1", ""])(
    "is left to the platform for %j",
    (domain) => {
      expect(regionOfDomain(domain)).toBeNull();
    },
  );
});
