import { configuredPath } from "../../entities/data-node.ts";
import type { DataNodeConfig } from "../app-types.ts";

/** The path that the configuration gives a file node, a template in it resolved; null = the service makes one. */
export const filePath = ({ path, properties }: Pick<DataNodeConfig, "path" | "properties">): string | null =>
  path ?? configuredPath(properties);
