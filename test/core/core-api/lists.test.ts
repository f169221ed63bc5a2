import { describe, expect, it } from "vitest";
import type { ErrorCode } from "../../../src/core/errors.ts";
import type { CoreDeps } from "../../../src/core-api/core-deps.ts";
import { createCore } from "../../../src/core-api/create-core.ts";
import { problemOf } from "../../../src/http/pipeline/problems.ts";

interface Row {
  readonly id: string;
  readonly version: string;
  readonly primary_scenario: boolean;
  readonly tags: readonly string[];
  readonly creation_date: string;
}

const idOf = (number: number) => `SCENARIO_${String(number).padStart(5, "0")}`;

/** Each tenth is primary and has a tag; the second half is of a later day and of another version. */
const scenariosOf = (count: number): Row[] =>
  Array.from({ length: count }, (_, number) => ({
    id: idOf(number),
    version: number < count / 2 ? "1" : "2",
    primary_scenario: number % 10 === 9,
    tags: number % 10 === 9 ? ["tenth"] : [],
    creation_date: `2026-11-${number < count / 2 ? "01" : "02"}T00:00:00.000000`,
  }));

const inside = (rows: readonly Row[]) => rows.map((row) => JSON.stringify(row)).join(", ");

function coreOf(count: number) {
  const rows = scenariosOf(count);
  const limits: number[] = [];
  const deps = {
    entityReader: {
      page: async (_: string, { after, limit }: { after: string | null; limit: number }) => {
        limits.push(limit);
        const rest = rows.filter(({ id }) => after === null || id > after);
        const page = rest.slice(0, limit);
        return { text: inside(page), next: rest.length > limit ? (page.at(-1)?.id ?? null) : null };
      },
      dataNode: async () => ({}),
      edits: async () => ({ text: "" }),
    },
    scenarios: { ofCycle: async (_: string, most: number) => inside(rows.slice(0, most)) },
    versions: { resolve: async (version: string) => (version === "all" ? null : version) },
    metered: <T>(work: () => Promise<T>) => work(),
    statusOf: (code: ErrorCode) => problemOf(code).status,
    newUuid: () => "uuid",
  };
  return { core: createCore(deps as unknown as CoreDeps, {}, "CODE"), limits };
}

const idsOf = async (list: Promise<readonly { readonly id: string }[]>) => (await list).map(({ id }) => id);
const cycle = "CYCLE_1";

describe("the limit of a list in code", () => {
  it.each([-5, 0, 1.5, Number.NaN, 10_001, "5"])("is refused when it is %s", async (given) => {
    const { core, limits } = coreOf(3);
    const limit = given as number;
    const lists = [
      () => core.getScenarios({ limit }),
      () => core.getScenarios({ cycle, limit }),
      () => core.getPrimaryScenarios({ limit }),
      () => core.getCyclesScenarios({ limit }),
      () => core.getJobs({ limit }),
      () => core.getSubmissions({ limit }),
      () => core.getCycles({ limit }),
      () => core.getEdits("DATANODE_1", { limit }),
    ];
    for (const list of lists) {
      const message = `\`limit\` must be a whole number from 1 to 10000, not ${given}.`;
      await expect(list()).rejects.toMatchObject({ code: "validation_failed", message, errors: { limit: [message] } });
    }
    expect(limits).toEqual([]);
  });

  it("bounds what is read when nothing is filtered", async () => {
    const { core, limits } = coreOf(600);
    expect(await core.getScenarios({ limit: 501 })).toHaveLength(501);
    expect(limits).toEqual([500, 1]);
  });

  it("counts what is kept by a tag, by a time and as primary, and not what is read", async () => {
    const { core } = coreOf(1_200);
    const third = [idOf(9), idOf(19), idOf(29)];
    expect(await idsOf(core.getPrimaryScenarios({ limit: 3 }))).toEqual(third);
    expect(await idsOf(core.getScenarios({ tag: "tenth", limit: 3 }))).toEqual(third);
    const later = { createdStartTime: "2026-11-02T00:00:00", limit: 2 };
    expect(await idsOf(core.getScenarios(later))).toEqual([idOf(600), idOf(601)]);
    expect(await idsOf(core.getPrimaryScenarios({ after: idOf(19), limit: 1 }))).toEqual([idOf(29)]);
  });

  it("lists the few that are kept among more than a list may hold, and refuses the many", async () => {
    const { core } = coreOf(10_010);
    expect(await core.getPrimaryScenarios()).toHaveLength(1_001);
    await expect(core.getScenarios()).rejects.toMatchObject({ code: "value_too_large" });
    await expect(core.getScenarios({ cycle })).rejects.toMatchObject({ code: "value_too_large" });
  });

  it("holds for the scenarios of a cycle, as `after` and `version` do", async () => {
    const { core } = coreOf(20);
    expect(await idsOf(core.getScenarios({ cycle, limit: 2 }))).toEqual([idOf(0), idOf(1)]);
    expect(await idsOf(core.getScenarios({ cycle, after: idOf(17) }))).toEqual([idOf(18), idOf(19)]);
    expect(await idsOf(core.getScenarios({ cycle, version: "2", limit: 1 }))).toEqual([idOf(10)]);
    expect(await core.getScenarios({ cycle, version: "all" })).toHaveLength(20);
  });
});
