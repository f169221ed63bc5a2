import { describeReplay } from "./suite.ts";

describeReplay("standalone");
