import { type RawAnswer, send } from "../harness/send.ts";
import { checkAnswer, jsonOf } from "./comparison/answer-check.ts";
import { capture } from "./comparison/captures.ts";
import type { Difference } from "./comparison/compare.ts";
import { expectedAnswer } from "./comparison/expected-answer.ts";
import { stringifyLenient } from "./comparison/lenient-json.ts";
import { Bindings, fillPlaceholders, unboundPlaceholders } from "./comparison/placeholders.ts";
import { type Improvement, improvementOf } from "./differences/improvements.ts";
import { type Exchange, type JobMode, recordedAnswer } from "./recording.ts";
import { bodyProblems, operationAt } from "./strict/schema-check.ts";

const NONE: RawAnswer = { status: 0, headers: {}, text: "" };
const POLL_INTERVAL_MS = 40;
const UNSETTLED = ["Status.SUBMITTED", "Status.PENDING", "Status.RUNNING"];

export interface ReplayOptions {
  readonly url: string;
  readonly mode: JobMode;
  /** Answers are exactly the original's because the request asks for it, or because the service is set to it. */
  readonly strict?: Strict | undefined;
}

export type Strict = "header" | "setting";

export interface Outcome {
  readonly exchange: Exchange;
  /** The improvement that is listed for this exchange. */
  readonly improvement: Improvement | undefined;
  readonly request: string;
  readonly answer: RawAnswer;
  /** The differences from the recorded answer, or from the listed one; empty = as promised. */
  readonly differences: readonly Difference[];
  /** Whether the answer equals the original's, so that it needs no entry in the list. */
  readonly agreesLiterally: boolean;
}

/** Replays a group's exchanges in order against a fresh server. */
export async function replay(exchanges: readonly Exchange[], options: ReplayOptions): Promise<Outcome[]> {
  let bindings = new Bindings();
  const outcomes: Outcome[] = [];
  for (const exchange of exchanges) {
    const replayed = await replayOne(exchange, bindings, options);
    bindings = replayed.bindings;
    outcomes.push(replayed.outcome);
  }
  return outcomes;
}

async function replayOne(exchange: Exchange, before: Bindings, options: ReplayOptions) {
  const isStrict = options.strict !== undefined;
  const improvement = improvementOf(exchange, isStrict);
  const recorded = recordedAnswer(exchange, options.mode);
  const expected = improvement === undefined ? recorded : expectedAnswer(recorded, improvement);
  const missing = unboundIn(exchange, before);
  if (missing.length > 0) {
    const differences = missing.map((name) => ({
      path: "request",
      expected: name,
      actual: "an id that no answer gave",
    }));
    const outcome: Outcome = { exchange, improvement, request: "", answer: NONE, differences, agreesLiterally: false };
    return { outcome, bindings: before };
  }
  const request = toRequest(exchange, before, options);
  const answer = await exchangeAnswer(exchange, options.url, request);
  const statusOnly = exchange.unstable ?? false;
  // Of an answer of its own the list names what counts; the schemas say its keys.
  const exact = isStrict && !(improvement !== undefined && "status" in improvement.answer);
  const check = { statusOnly, exact };
  // What the original creates, and this service refuses, has no id here.
  const isRefused = expected.status >= 400;
  const captured = capture(
    isRefused ? [] : (exchange.captures ?? []),
    jsonOf(answer),
    before,
    (attempt) => checkAnswer(expected, answer, attempt, check).length === 0,
  );
  const outcome: Outcome = {
    exchange,
    improvement,
    request: `${request.method} ${request.path} ${request.body ?? ""}`.trimEnd(),
    answer,
    differences: [
      ...checkAnswer(expected, answer, captured.bindings, check),
      ...captured.missing.map((name) => ({ path: "captures", expected: name, actual: "nothing that fits" })),
      ...(isStrict ? beyondTaipy(request, answer) : []),
    ],
    agreesLiterally: checkAnswer(recorded, answer, captured.bindings, { statusOnly, exact: isStrict }).length === 0,
  };
  return { outcome, bindings: captured.bindings };
}

/** Every key and type that Taipy's schemas do not have, also in answers that differ on purpose. */
function beyondTaipy({ method, path }: { readonly method: string; readonly path: string }, answer: RawAnswer) {
  const problems = bodyProblems(operationAt(method, path), answer.status, jsonOf(answer));
  return problems.map((problem): Difference => ({ path: "schema", expected: "Taipy's", actual: problem }));
}

function unboundIn({ request }: Exchange, bindings: Bindings): string[] {
  return unboundPlaceholders(request.path + stringifyLenient(request.body ?? null), bindings);
}

function toRequest({ request }: Exchange, bindings: Bindings, { strict }: ReplayOptions) {
  const body = request.raw_body ?? ("body" in request ? stringifyLenient(request.body) : undefined);
  const headers = { ...request.headers, ...(strict === "header" ? { "Taipy-Compat": "strict" } : {}) };
  const hasType = Object.keys(headers).some((name) => name.toLowerCase() === "content-type");
  return {
    method: request.method,
    path: encodePath(fillPlaceholders(request.path, bindings)),
    headers: "body" in request && !hasType ? { ...headers, "Content-Type": "application/json" } : headers,
    body: body === undefined ? undefined : fillPlaceholders(body, bindings),
  };
}

/** Percent-encodes the characters that a request line cannot contain. Encoded ones stay unchanged. */
function encodePath(path: string): string {
  return encodeURI(path).replaceAll("%25", "%");
}

async function exchangeAnswer(
  exchange: Exchange,
  url: string,
  request: Parameters<typeof send>[1],
): Promise<RawAnswer> {
  const { poll } = exchange;
  if (poll === undefined) return send(url, request);
  const deadline = Date.now() + poll.timeout_s * 1000;
  let calm = 0;
  for (;;) {
    const answer = await send(url, request);
    calm = isSettled(answer) ? calm + 1 : 0;
    if (calm >= poll.calm || Date.now() > deadline) return answer;
    await new Promise((resolve) => setTimeout(resolve, POLL_INTERVAL_MS));
  }
}

/** Whether all jobs have ended. A job that `POST /jobs` created (its id has no config id) never runs and is not counted. */
function isSettled(answer: RawAnswer): boolean {
  const jobs = jsonOf(answer);
  const open = Array.isArray(jobs)
    ? jobs.filter((job: { status?: unknown }) => UNSETTLED.includes(String(job.status)))
    : [];
  return open.every((job: { id?: unknown }) => /^JOB_[0-9a-f-]{36}$/.test(String(job.id)));
}
