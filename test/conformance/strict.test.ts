import { describeReplay } from "./suite.ts";

describeReplay("development", "header");
describeReplay("standalone", "setting");
