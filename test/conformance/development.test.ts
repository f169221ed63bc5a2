import { describeReplay } from "./suite.ts";

describeReplay("development");
