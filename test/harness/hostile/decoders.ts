import type { StorageTypeName } from "../../../src/core/storage-types.ts";
import { HOSTILE_CSVS, LARGE_CSVS } from "./csv.ts";
import { HOSTILE_DEVALUES, LARGE_DEVALUES } from "./devalue.ts";
import type { HostileFile } from "./hostile-file.ts";
import { HOSTILE_JSONS, LARGE_JSONS } from "./json.ts";
import { LARGE_PARQUET_TABLES, LARGE_WORKBOOKS } from "./large.ts";
import { HOSTILE_PARQUETS, LARGE_PARQUETS } from "./parquet.ts";
import { HOSTILE_WORKBOOKS } from "./workbook.ts";

const JSON_TYPE = "application/json";
const DEVALUE = "application/vnd.taipy-edge.devalue+json";
const XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/** A file that must be refused, and what the refusal says. */
export interface RefusedFile {
  readonly file: HostileFile;
  readonly says: RegExp;
}

/** The files of one decoder: those that must be refused, and the largest of their kinds that must be read. */
export interface Decoder {
  readonly name: string;
  readonly type: StorageTypeName;
  readonly mediaType: string;
  readonly hostile: readonly RefusedFile[];
  readonly allowed: readonly HostileFile[];
}

/** What was too much, and where. */
const TOO_LARGE =
  /too large for a Worker's memory: with [\d,]+ [a-z ]+(?:, [\d,]+ [a-z ]+)* \([^)]+\)|is larger than \d+ bytes|; \d+ are possible/;

const tooLarge = (files: readonly HostileFile[]): RefusedFile[] => files.map((file) => ({ file, says: TOO_LARGE }));

/** Every decoder of a file that a caller can send. */
export const DECODERS: readonly Decoder[] = [
  { name: "json", type: "json", mediaType: JSON_TYPE, hostile: tooLarge(HOSTILE_JSONS), allowed: LARGE_JSONS },
  {
    name: "pickle, JSON",
    type: "pickle",
    mediaType: JSON_TYPE,
    hostile: tooLarge(HOSTILE_JSONS),
    allowed: LARGE_JSONS,
  },
  {
    name: "pickle, tags",
    type: "pickle",
    mediaType: DEVALUE,
    hostile: tooLarge(HOSTILE_DEVALUES),
    allowed: LARGE_DEVALUES,
  },
  {
    name: "in_memory",
    type: "in_memory",
    mediaType: DEVALUE,
    hostile: tooLarge(HOSTILE_DEVALUES.slice(0, 3)),
    allowed: LARGE_DEVALUES.slice(0, 1),
  },
  { name: "csv", type: "csv", mediaType: "text/csv", hostile: tooLarge(HOSTILE_CSVS), allowed: LARGE_CSVS },
  {
    name: "excel",
    type: "excel",
    mediaType: XLSX,
    hostile: HOSTILE_WORKBOOKS.map((file) => ({ file, says: file.reason })),
    allowed: LARGE_WORKBOOKS,
  },
  {
    name: "parquet",
    type: "parquet",
    mediaType: "application/vnd.apache.parquet",
    hostile: HOSTILE_PARQUETS.map((file) => ({ file, says: file.says })),
    allowed: [...LARGE_PARQUET_TABLES, ...LARGE_PARQUETS],
  },
];
