import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseLenient, stringifyLenient } from "./comparison/lenient-json.ts";

export const GROUPS = ["cycles", "datanodes", "jobs", "orchestration", "scenarios", "sequences", "tasks"] as const;
export type Group = (typeof GROUPS)[number];

export interface RecordedRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Absent = none; null is a body. */
  readonly body?: unknown;
  readonly raw_body?: string;
}

export interface RecordedResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Absent = any JSON. */
  readonly body?: unknown;
}

export interface Capture {
  readonly as: string;
  readonly at: string;
  readonly find?: Readonly<Record<string, unknown>>;
  readonly new?: boolean;
}

export type JobMode = "development" | "standalone";

/** One exchange with the original: the request and its answer. */
export interface Exchange {
  readonly group: Group;
  readonly step: number;
  readonly name: string;
  readonly note?: string;
  readonly request: RecordedRequest;
  readonly captures?: readonly Capture[];
  readonly poll?: { readonly until: "jobs_settled"; readonly timeout_s: number; readonly calm: number };
  readonly response: RecordedResponse;
  /** The reason why the original is wrong here. */
  readonly improved?: string;
  /** The original answered differently in two runs: only the status counts. */
  readonly unstable?: boolean;
  readonly response_standalone?: RecordedResponse;
}

/** The exchanges of a group in the order in which they were recorded. */
export function loadRecording(group: Group): Exchange[] {
  const file = fileURLToPath(new URL(`./recordings/${group}.jsonl`, import.meta.url).href);
  return readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => parseLenient(line) as Exchange);
}

export function loadAllRecordings(): Exchange[] {
  return GROUPS.flatMap(loadRecording);
}

/** The answers of the original in a job mode. In `standalone` its in_memory nodes are pickle, because other processes run the jobs. */
export function recordedAnswer({ response, response_standalone }: Exchange, mode: JobMode): RecordedResponse {
  if (mode === "development") return response;
  if (response_standalone !== undefined) return response_standalone;
  const text = stringifyLenient(response.body).replaceAll('"storage_type":"in_memory"', '"storage_type":"pickle"');
  return { ...response, body: parseLenient(text) };
}
