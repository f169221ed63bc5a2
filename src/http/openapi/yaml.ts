/** By itself, so that the library's parser stays out of the bundle. */
export { stringify } from "yaml";
