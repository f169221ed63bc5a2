import type { JobRecord, NodeRecord, SubmissionRecord } from "./records.ts";
import type { PlacesAt } from "./store.ts";

// About how many characters a record takes in memory: only its longest texts are looked at.

const RECORD_SIZE = 1_000;
const ID_SIZE = 100;

export const sizeOfNode = ({ node }: NodeRecord): number => RECORD_SIZE + (node.payload?.body?.length ?? 0);

export const sizeOfJob = ({ job }: JobRecord): number =>
  job.stacktrace.reduce((size, trace) => size + trace.length, RECORD_SIZE);

export const sizeOfSubmission = ({ submission }: SubmissionRecord): number =>
  RECORD_SIZE + submission.job_ids.length * ID_SIZE * 2;

export const sizeOfPlaces = ({ holders, waiters }: PlacesAt): number => (holders.length + waiters.length) * ID_SIZE;
