import { createTaipyClient, dataOf, type ProblemCode, RefusedError } from "taipy-edge/client";

const client = createTaipyClient({ baseUrl: "https://taipy.example.com", token: () => "key" });

/** The ids of the jobs, or why they are refused. */
export async function jobIds(): Promise<readonly string[] | ProblemCode | undefined> {
  try {
    const jobs = await dataOf(client.GET("/api/v1/jobs/"));
    return jobs.map(({ id }) => id);
  } catch (error) {
    if (error instanceof RefusedError) return error.code;
    throw error;
  }
}
