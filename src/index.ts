import app from "./app/index.ts";
import { createTaipy } from "./worker.ts";

export const { worker, Orchestrator } = createTaipy(app);
export default worker;
