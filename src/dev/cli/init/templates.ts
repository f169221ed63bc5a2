import { readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

/** Reads a file of the package by its path below `src/dev`. */
export type ReadTemplate = (file: string) => string;

const DEV = fileURLToPath(new URL("../../", import.meta.url).href);

export const readTemplate: ReadTemplate = (file) => readFileSync(path.join(DEV, file), "utf8");
