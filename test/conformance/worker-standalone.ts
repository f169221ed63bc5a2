import { createTaipy } from "../../src/create-taipy.ts";
import { recordedApp } from "./app.ts";

export const { worker, Orchestrator } = createTaipy(recordedApp("standalone"));
export default worker;
