import { describeReplay } from "./suite.ts";

describeReplay("development", { strict: true });
