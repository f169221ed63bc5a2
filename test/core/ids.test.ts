import { describe, expect, test } from "vitest";
import {
  cycleId,
  dataNodeId,
  jobId,
  parseSequenceId,
  scenarioId,
  sequenceId,
  submissionId,
  taskId,
} from "../../src/core/entities/ids.ts";

const UUID = "9f1c2d3e-0000-4000-8000-000000000001";
const SCENARIO = scenarioId("sc", UUID);

test("an id contains its kind, its config id and a UUID", () => {
  expect(dataNodeId("price", UUID)).toBe(`DATANODE_price_${UUID}`);
  expect(taskId("train", UUID)).toBe(`TASK_train_${UUID}`);
  expect(jobId("train", UUID)).toBe(`JOB_train_${UUID}`);
  expect(scenarioId("sc", UUID)).toBe(`SCENARIO_sc_${UUID}`);
  expect(submissionId(UUID)).toBe(`SUBMISSION_${UUID}`);
});

test.each([
  ["Monday, 23. November 2026", "CYCLE_Monday_23._November_2026_"],
  ["Week 01 2024, from 01. January", "CYCLE_Week_01_2024_from_01._January_"],
  ["2023 Q1", "CYCLE_2023_Q1_"],
  ["été/../☃", "CYCLE_été.._"],
])("the id of the cycle %j is a safe file name", (name, start) => expect(cycleId(name, UUID)).toBe(start + UUID));

describe("the id of a sequence", () => {
  test.each(["mine", "two words", " edge ", "_private_", "été", "a_b"])("can be parsed into the name %j", (name) => {
    expect(parseSequenceId(sequenceId(name, SCENARIO))).toEqual({ name, scenario_id: SCENARIO });
  });

  test("contains TPSPACE for a space, and is also parsed with a raw space", () => {
    expect(sequenceId("my seq", SCENARIO)).toBe(`SEQUENCE_myTPSPACEseq_${SCENARIO}`);
    expect(parseSequenceId(`SEQUENCE_my seq_${SCENARIO}`)?.name).toBe("my seq");
  });

  test.each([
    "",
    "SEQUENCE_",
    "SEQUENCE_mine",
    SCENARIO,
    `SEQUENCE_${SCENARIO}`,
    `SEQUENCE__${SCENARIO}`,
    `x${SCENARIO}`,
  ])("is not %j", (id) => expect(parseSequenceId(id)).toBeNull());
});
