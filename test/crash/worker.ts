import { createTaipy } from "../../src/create-taipy.ts";
import { crashApp } from "./app.ts";

export const { worker, Orchestrator } = createTaipy(crashApp);
export default worker;
