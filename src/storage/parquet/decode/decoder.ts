/** The reader, which is loaded together with its library. */
export { nodesOf } from "../types/tree.ts";
export { readFooter } from "./footer.ts";
export { Loan } from "./loan.ts";
export { readGroup } from "./row-group.ts";
export { Statistics } from "./statistics.ts";
