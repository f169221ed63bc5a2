import { describe, expect, it } from "vitest";
import { fake, submission } from "../fakes.ts";

const SUBMISSION = submission({ id: "SUBMISSION_1", properties: { note: "}" } });
const known = { entities: { submission: { SUBMISSION_1: SUBMISSION }, scenario: { SCENARIO_s_1: {} } } };

const bodyOf = async (answer: Promise<Response>) => (await answer).json();

describe("the cost of a submission", () => {
  it("is added to the submission on request, and null when it is unknown", async () => {
    const body = await bodyOf(fake(known).handle("/api/v1/submissions/SUBMISSION_1/?cost=true"));
    expect(body).toEqual({ submission: { ...SUBMISSION, cost: null } });
  });

  it("is absent without a request for it", async () => {
    const body = await bodyOf(fake(known).handle("/api/v1/submissions/SUBMISSION_1/?cost=false"));
    expect(body).toEqual({ submission: SUBMISSION });
  });

  it("is part of the answer to a submit with cost=true", async () => {
    const body = await bodyOf(
      fake(known).handle("/api/v1/scenarios/submit/SCENARIO_s_1/?cost=true", { method: "POST" }),
    );
    expect(body).toMatchObject({ submission: { id: "SUBMISSION_1", cost: null } });
  });
});
