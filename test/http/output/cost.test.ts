import { describe, expect, it } from "vitest";
import { fake, submission } from "../fakes.ts";

const SUBMISSION = submission({ id: "SUBMISSION_1", properties: { note: "}" } });
const known = { entities: { submission: { SUBMISSION_1: SUBMISSION }, scenario: { SCENARIO_s_1: {} } } };

const bodyOf = async (answer: Promise<Response>) => (await answer).json();

describe("the cost of a submission", () => {
  it("is added to the submission when it is asked for, and null when nothing is known of it", async () => {
    const body = await bodyOf(fake(known).handle("/api/v1/submissions/SUBMISSION_1/?cost=true"));
    expect(body).toEqual({ submission: { ...SUBMISSION, cost: null } });
  });

  it("is not there when nobody asks", async () => {
    const body = await bodyOf(fake(known).handle("/api/v1/submissions/SUBMISSION_1/?cost=false"));
    expect(body).toEqual({ submission: SUBMISSION });
  });

  it("is part of the answer to a submit that asks for it", async () => {
    const body = await bodyOf(
      fake(known).handle("/api/v1/scenarios/submit/SCENARIO_s_1/?cost=true", { method: "POST" }),
    );
    expect(body).toMatchObject({ submission: { id: "SUBMISSION_1", cost: null } });
  });
});
