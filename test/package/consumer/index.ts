import { dataNode, defineApp, scenario, task, valueType } from "taipy-edge";
import { createTaipy, type TaipyEnv } from "taipy-edge/worker";

const price = dataNode.pickle("price", { defaultData: 10 });
const total = dataNode.json("total", { type: valueType<number>() });
const double = task("double", { function: (value: number) => 2 * value, inputs: [price], outputs: [total] });

const taipy = createTaipy(defineApp({ scenarios: [scenario("order", { tasks: [double] })] }));

/** The total of a new order, by the types of its data nodes. */
export async function totalOf(env: TaipyEnv, value: number): Promise<number | null> {
  const core = taipy.core(env);
  const order = await core.createScenario("order", { name: "An order", tags: ["new"] });
  await core.write(order, "price", value);
  await core.submit(order, { wait: true });
  return core.read(order, "total");
}

export async function refused(env: TaipyEnv): Promise<void> {
  // @ts-expect-error The application has no such scenario.
  const order = await taipy.core(env).createScenario("ordr");
  await taipy.core(env).submit(order);
  // @ts-expect-error The price is a number.
  await taipy.core(env).write(await taipy.core(env).createScenario("order"), "price", "much");
}

export const { worker, Orchestrator } = taipy;
export default worker;
