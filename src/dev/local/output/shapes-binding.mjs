// The schemas of data nodes as the last check of the configuration has written them, so that a save needs no further one.
import { Response } from "miniflare";
import { readShapesFile, shapesFileOf } from "../../shapes/shapes-file.mjs";

/** @param {Parameters<typeof shapesFileOf>[0]} fileConfig wrangler's configuration file as it was read */
export const shapesBinding = (fileConfig) => ({
  DATA_SCHEMAS: async () => Response.json(await readShapesFile(shapesFileOf(fileConfig))),
});
