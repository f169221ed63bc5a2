import { createTaipyClient, dataOf, pages, submissionEnd } from "../../../src/client/index.ts";

/** A scenario from its creation to its end, as the client sees it: its submission's status, and its tasks page by page. */
export async function playScenario(baseUrl: string): Promise<{ status: string; pageSizes: number[] }> {
  const client = createTaipyClient({ baseUrl });
  const query = { config_id: "my_awesome_scenario" };
  const { scenario } = await dataOf(client.POST("/api/v1/scenarios/", { params: { query } }));
  const path = { id: scenario.id };
  const { submission } = await dataOf(client.POST("/api/v1/scenarios/submit/{id}/", { params: { path } }));
  const { submission_status: status } = await submissionEnd(client, submission.id, { intervalMs: 50 });
  const pageSizes: number[] = [];
  for await (const page of pages((start) =>
    client.GET("/api/v1/tasks/", { params: { query: { limit: 2, ...start } } }),
  ))
    pageSizes.push(page.length);
  return { status, pageSizes };
}

/** Another Worker that calls the service. */
export default {
  fetch: async (_: Request, { SERVICE_URL }: { SERVICE_URL: string }) => Response.json(await playScenario(SERVICE_URL)),
};
