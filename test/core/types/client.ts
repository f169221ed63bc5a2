/**
 * What the compiler must accept and refuse of callers of the API. `tsc -p test` checks this file: a missing expected error is
 * an error itself.
 */
import { expectTypeOf } from "vitest";
import {
  createTaipyClient,
  type DataNode,
  dataOf,
  type Job,
  type Problem,
  type ProblemCode,
  pages,
  type RefusedError,
  type Scenario,
  type SubmissionDetail,
  submissionEnd,
  type ValidationProblem,
} from "../../../src/client/index.ts";

const client = createTaipyClient({ baseUrl: "http://localhost:5000", token: async () => "key" });
const path = { id: "SCENARIO_1" };

// @ts-expect-error a client needs the address of the service
createTaipyClient({ token: "key" });

// Paths are those of the API, each with its own methods.
client.GET("/api/v1/scenarios/");
// @ts-expect-error no such path
client.GET("/api/v1/scenario/");
// @ts-expect-error the list of scenarios has no PUT
client.PUT("/api/v1/scenarios/");

// Parameters are those of the operation.
client.GET("/api/v1/scenarios/{id}/", { params: { path } });
// @ts-expect-error the id is missing
client.GET("/api/v1/scenarios/{id}/");
// @ts-expect-error ids are texts
client.GET("/api/v1/scenarios/{id}/", { params: { path: { id: 1 } } });
client.POST("/api/v1/scenarios/submit/{id}/", { params: { path, query: { wait: true, timeout: 30 } } });
// @ts-expect-error no such parameter
client.POST("/api/v1/scenarios/submit/{id}/", { params: { path, query: { patience: 30 } } });
// @ts-expect-error a time is a number
client.POST("/api/v1/scenarios/submit/{id}/", { params: { path, query: { timeout: "30" } } });

// Bodies are those of the operation.
client.POST("/api/v1/datanodes/{id}/read/", { params: { path }, body: { operators: [] } });
client.PUT("/api/v1/datanodes/{id}/write/", { params: { path }, body: [{ any: "value" }] });
client.POST("/api/v1/datanodes/{id}/read/", {
  params: { path },
  // @ts-expect-error no such operator
  body: { operators: [{ key: "temp_max", operator: "ABOVE", value: 30 }] },
});
// @ts-expect-error a login needs a password
client.POST("/api/v1/auth/login", { body: { username: "planner" } });

// Answers have the fields of the entities, and no others.
const { scenario } = await dataOf(client.GET("/api/v1/scenarios/{id}/", { params: { path } }));
expectTypeOf(scenario.cycle).toEqualTypeOf<string | null>();
expectTypeOf(scenario).toExtend<Scenario>();
// @ts-expect-error it is called creation_date
scenario.created_at;
const [job] = await dataOf(client.GET("/api/v1/jobs/"));
expectTypeOf(job).exclude(undefined).toExtend<Job>();
expectTypeOf<Job["status"]>().extract<"Status.COMPLETED" | "COMPLETED">().toEqualTypeOf<"Status.COMPLETED">();
const submitted = await dataOf(client.POST("/api/v1/scenarios/submit/{id}/", { params: { path } }));
expectTypeOf(submitted.submission.job_ids).toEqualTypeOf<string[]>();
expectTypeOf(submissionEnd(client, submitted.submission.id)).resolves.toEqualTypeOf<SubmissionDetail>();
const file = await dataOf(client.GET("/api/v1/datanodes/{id}/content/", { params: { path }, parseAs: "blob" }));
expectTypeOf(file).toEqualTypeOf<Blob>();

// An answer has data or an error; its data can be used only after a check.
const answer = await client.GET("/api/v1/scenarios/{id}/", { params: { path } });
// @ts-expect-error the request may have been refused
answer.data.scenario;
if (answer.error === undefined) expectTypeOf(answer.data.scenario.id).toEqualTypeOf<string>();
else expectTypeOf(answer.error.message).toEqualTypeOf<string>();

// Problems have codes.
expectTypeOf<RefusedError["code"]>().toEqualTypeOf<ProblemCode | undefined>();
expectTypeOf<RefusedError["problem"]>().toEqualTypeOf<Problem | ValidationProblem | undefined>();
expectTypeOf<"scenario_not_found">().toExtend<ProblemCode>();
expectTypeOf<"scenario_lost">().not.toExtend<ProblemCode>();

// Each page is a list of the same entities.
for await (const page of pages((start) => client.GET("/api/v1/datanodes/", { params: { query: start } }))) {
  expectTypeOf(page).toExtend<DataNode[]>();
}
// @ts-expect-error one scenario has no pages
pages((start) => client.GET("/api/v1/scenarios/{id}/", { params: { path, query: start } }));
