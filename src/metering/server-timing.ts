import type { Log } from "../core/ports/runtime.ts";
import { createMeter, type Meter, metered } from "./meter.ts";

const HEADER = "Server-Timing";

/** A caller who is refused must not learn from counted rows whether a user or key exists. */
const TIME_ONLY: ReadonlySet<number> = new Set([401, 403, 429]);

/**
 * Answers a request with the header `Server-Timing`: the time in milliseconds, and what each part of the platform was used
 * for until the headers went out. The platform's clock stands still while code computes, so it is the time of waiting.
 */
export async function withServerTiming(answer: () => Promise<Response>, log: Log): Promise<Response> {
  const meter = createMeter(1);
  const startMs = Date.now();
  const response = await metered(meter, answer);
  const total = `total;dur=${Date.now() - startMs}`;
  const parts = TIME_ONLY.has(response.status) ? [] : partsOf(meter);
  const streamed = response.headers.get(HEADER);
  response.headers.set(HEADER, [total, ...parts, ...(streamed === null ? [] : [streamed])].join(", "));
  return streamed === null ? response : countedStream(response, meter, log);
}

/** A list whose rows are read while the client takes them: what all of that has used is logged at its end. */
function countedStream(response: Response, meter: Meter, log: Log): Response {
  const reader = response.body?.getReader();
  if (reader === undefined) return response;
  const end = () => {
    const { calls, rows_read } = meter.d1;
    log("list_streamed", {
      request_id: response.headers.get("X-Request-Id"),
      d1_calls: calls,
      d1_rows_read: rows_read,
    });
  };
  const body = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const { done, value } = await metered(meter, () => reader.read());
          if (!done) return controller.enqueue(value);
          end();
          controller.close();
        } catch (error) {
          end();
          controller.error(error);
        }
      },
      async cancel(reason) {
        end();
        await reader.cancel(reason);
      },
    },
    { highWaterMark: 0 },
  );
  return new Response(body, response);
}

/** The parts of the platform that were used. */
function partsOf({ d1, kv, r2, durable_object }: Meter): string[] {
  const parts: string[] = [];
  if (d1.calls > 0) {
    const rows = `${counted(d1.rows_read, "row")} read, ${d1.rows_written} written`;
    parts.push(part("d1", d1.ms, `${counted(d1.calls, "call")}, ${rows}`));
  }
  const writes = kv.writes + kv.deletes;
  if (kv.reads + writes > 0) parts.push(part("kv", kv.ms, `${counted(kv.reads, "read")}, ${writes} written`));
  if (r2.reads + r2.writes > 0) parts.push(part("r2", r2.ms, `${counted(r2.reads, "read")}, ${r2.writes} written`));
  const { requests, ms } = durable_object;
  if (requests > 0) parts.push(part("do", ms, counted(requests, "request")));
  return parts;
}

const part = (name: string, ms: number, text: string): string => `${name};dur=${ms};desc="${text}"`;

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? "" : "s"}`;
