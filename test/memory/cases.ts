import { HOSTILE_CSVS, LARGE_CSVS } from "../harness/hostile/csv.ts";
import { HOSTILE_DEVALUES, LARGE_DEVALUES } from "../harness/hostile/devalue.ts";
import type { HostileFile } from "../harness/hostile/hostile-file.ts";
import { HOSTILE_JSONS, LARGE_JSONS } from "../harness/hostile/json.ts";

const DEVALUE = "application/vnd.taipy-edge.devalue+json";

/** The files of one storage type: those that must be refused, and the largest of their kinds that must be read. */
export interface Decoder {
  readonly type: string;
  /** The data node of test/memory/memory-worker.ts. */
  readonly config: string;
  readonly mediaType: string;
  readonly hostile: readonly HostileFile[];
  readonly allowed: readonly HostileFile[];
}

export const DECODERS: readonly Decoder[] = [
  { type: "json", config: "document", mediaType: "application/json", hostile: HOSTILE_JSONS, allowed: LARGE_JSONS },
  { type: "pickle (JSON)", config: "any", mediaType: "application/json", hostile: HOSTILE_JSONS, allowed: LARGE_JSONS },
  { type: "pickle (tags)", config: "any", mediaType: DEVALUE, hostile: HOSTILE_DEVALUES, allowed: LARGE_DEVALUES },
  {
    type: "in_memory",
    config: "kept",
    mediaType: DEVALUE,
    hostile: HOSTILE_DEVALUES.slice(0, 3),
    allowed: LARGE_DEVALUES.slice(0, 1),
  },
  { type: "csv", config: "rows", mediaType: "text/csv", hostile: HOSTILE_CSVS, allowed: LARGE_CSVS },
  {
    type: "write (JSON body)",
    config: "object",
    mediaType: "application/json",
    hostile: HOSTILE_JSONS,
    allowed: LARGE_JSONS,
  },
];
