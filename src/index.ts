import { createTaipy } from "taipy-edge/worker";
import app from "./app/index.ts";

export const { worker, Orchestrator } = createTaipy(app);
export default worker;
