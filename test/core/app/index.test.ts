import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import app from "../../../src/app/index.ts";

// Importing the package's Worker half needs the platform.
vi.mock("taipy-edge", () => import("../../../src/core/config/dsl/index.ts"));
// Under Node no bundler turns the file into text.
vi.mock("../../../src/app/data/seattle-weather.csv", () => ({
  default: readFileSync(join(import.meta.dirname, "../../../src/app/data/seattle-weather.csv"), "utf8"),
}));

describe("the example application", () => {
  it("has a configuration without warnings", () => {
    expect(app.warnings).toEqual([]);
  });

  it("runs its jobs on the Queue", () => {
    expect(app.job.mode).toBe("standalone");
  });

  it("declares the data nodes of the manual", () => {
    expect([...app.dataNodes.keys()]).toEqual([
      "default",
      "historical_data_set",
      "model",
      "horizon",
      "forecast_value",
      "mean_absolute_error",
    ]);
    expect(app.dataNodes.get("historical_data_set")).toMatchObject({ storageType: "csv", scope: "SCENARIO" });
    expect(app.dataNodes.get("historical_data_set")?.properties).toEqual({
      name: "historical data",
      default_path: "weather.csv",
      has_header: true,
      encoding: "utf-8",
      exposed_type: "pandas",
    });
    expect(app.dataNodes.get("horizon")).toMatchObject({ defaultData: 14, scope: "GLOBAL" });
    expect(app.dataNodes.get("model")).toMatchObject({ scope: "CYCLE", validityPeriod: 86_400_000_000 });
    expect(app.dataNodes.get("forecast_value")?.properties).toEqual({ name: "First forecast_value data node" });
  });

  it("contains the file of the history", () => {
    expect(app.files.get("weather.csv")?.split("\n")[1]).toBe("2012-01-01,0.0,12.8,5.0,4.7,drizzle");
  });
});
