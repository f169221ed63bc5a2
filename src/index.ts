import app from "./app/index.ts";
import { createTaipy } from "./create-taipy.ts";

export const { worker, Orchestrator } = createTaipy(app);
export default worker;
