/** The reader, which is loaded together with its library. */
export { canSkipRowGroup } from "../parquet-library.ts";
export { readFooter } from "./footer.ts";
export { Loan } from "./loan.ts";
export { readGroup } from "./row-group.ts";
