import { dataNode, defineApp, Frequency, Scope, scenario, task, valueType } from "taipy-edge";
import weather from "./data/seattle-weather.csv";
import { average, evaluate, meanDifference, predict } from "./functions.ts";
import { type Forecast, type Model, weatherRow } from "./weather.ts";

const history = dataNode.csv("historical_data_set", {
  schema: weatherRow,
  defaultPath: "weather.csv",
  hasHeader: true,
  properties: { name: "historical data" },
});
const horizon = dataNode.pickle("horizon", { defaultData: 14, scope: Scope.GLOBAL });
const model = dataNode.json<Model>("model", { scope: Scope.CYCLE, validityPeriod: "1d" });
// With the option `type` the compiler knows the id of the node, too, and refuses a comparator for a misspelt id.
const forecast = dataNode.pickle("forecast_value", {
  type: valueType<Forecast[]>(),
  properties: { name: "First forecast_value data node" },
});
const error = dataNode.pickle("mean_absolute_error", { type: valueType<number>() });

// The compiler checks each function against its inputs and outputs. Swap two of them to see the error.
const train = task("train", { function: average, inputs: [history], outputs: [model], skippable: true });
const forecastTask = task("predict", {
  function: predict,
  inputs: [model, horizon],
  outputs: [forecast],
  retries: { limit: 3, delay: "10s", backoff: "exponential" },
  timeout: "5m",
});
const evaluation = task("evaluate", { function: evaluate, inputs: [history], outputs: [error] });

export default defineApp({
  scenarios: [
    scenario("my_awesome_scenario", {
      tasks: [train, forecastTask, evaluation],
      frequency: Frequency.MONTHLY,
      sequences: { training: [train], checking: [evaluation] },
      comparators: { forecast_value: [meanDifference] },
      properties: { team: "supply" },
    }),
  ],
  files: { "weather.csv": weather },
  job: { mode: "standalone" },
});
