import { dataNode, defineApp, Frequency, scenario, task, valueType } from "../../../src/taipy-edge.ts";
import { createTaipy } from "../../../src/worker.ts";

interface Row {
  readonly Date: string;
  readonly Temp: number;
}

/** The application that the examples of Taipy's documentation are about: a scenario of two data nodes. */
const history = dataNode.csv<Row>("historical_data_set", {
  defaultPath: "daily-min-temperatures.csv",
  hasHeader: true,
  properties: { name: "historical data" },
});
const forecast = dataNode.pickle("forecast_value", {
  type: valueType<unknown>(),
  properties: { name: "First forecast_value data node" },
});
const predict = task("my_task_config", {
  function: function predict(rows: readonly Row[]): number {
    return rows.length;
  },
  inputs: [history],
  outputs: [forecast],
});

const app = defineApp({
  scenarios: [
    scenario("my_awesome_scenario", { tasks: [predict], frequency: Frequency.DAILY }),
    scenario("numbers", { tasks: [], additionalDataNodes: [dataNode.pickle("as_pickle"), dataNode.json("as_json")] }),
  ],
  files: { "daily-min-temperatures.csv": "Date,Temp\n1981-01-01,20.7\n1981-01-02,17.9\n1981-01-03,18.8\n" },
  job: { mode: "development" },
});

export const { worker, Orchestrator } = createTaipy(app);
export default worker;
