import { createTaipy } from "taipy-edge/worker";
import { app } from "./app.ts";

export const { worker, Orchestrator } = createTaipy(app);
export default worker;
