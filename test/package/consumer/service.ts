import { RunFailedError, startTestService, type TestService } from "taipy-edge/testing";

/** What the run of an order ends with. */
export async function totalOf(price: number): Promise<unknown> {
  const service: TestService = await startTestService({ env: "staging", variables: { AUTH_MODE: "none" } });
  try {
    const order = await service.createScenario("order");
    await order.write("price", price);
    await order.submit({ force: true });
    return await order.read("total");
  } catch (error) {
    return error instanceof RunFailedError ? error.jobs.map(({ stacktrace }) => stacktrace) : null;
  } finally {
    await service.stop();
  }
}
