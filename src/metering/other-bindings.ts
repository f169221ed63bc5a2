import { DEADLINES } from "../core/deadlines.ts";
import { bounded } from "./bounded.ts";

/** A Queue whose sends have a deadline. What they cost is counted by their sender. */
export const boundedQueue = <Body>(queue: Queue<Body>): Queue<Body> =>
  ({
    send: (...given: Parameters<Queue<Body>["send"]>) => bounded(DEADLINES.queue, queue.send(...given)),
    sendBatch: (...given: Parameters<Queue<Body>["sendBatch"]>) => bounded(DEADLINES.queue, queue.sendBatch(...given)),
  }) as Queue<Body>;

/** A rate limit that answers in time, or throws. */
export const boundedLimit = (limit: RateLimit): RateLimit => ({
  limit: (options) => bounded(DEADLINES.rateLimit, limit.limit(options)),
});

/** Files of the documentation's pages. */
export const boundedAssets = (assets: Fetcher): Fetcher =>
  ({
    fetch: (...given: Parameters<Fetcher["fetch"]>) => bounded(DEADLINES.assets, assets.fetch(...given)),
  }) as Fetcher;
