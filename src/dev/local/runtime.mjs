// The local runtime of `npm start`: one Miniflare, which is replaced when the application or the configuration changes.
import path from "node:path";
import { Log, LogLevel, Miniflare } from "miniflare";
import { PortTakenError, portError } from "./claims/ports.mjs";
import { miniflareOptions } from "./miniflare-options.mjs";

export function createRuntime({ print }) {
  let miniflare = null;
  let readTraces = (text) => text;

  async function apply(options) {
    if (miniflare === null) miniflare = new Miniflare(options);
    else await miniflare.setOptions(options);
    await miniflare.ready;
  }

  async function stop() {
    const ended = miniflare;
    miniflare = null;
    await ended?.dispose().catch(() => undefined);
  }

  return {
    /**
     * Runs a Worker instead of the one before. If it can't be started, the guard alone listens and says so.
     * @returns {Promise<Error | null>} why the Worker did not start
     * @throws PortTakenError when nothing can listen
     */
    async run({ socket, workers, folder, readTraces: reader, problem = null }) {
      readTraces = reader;
      const shared = {
        resourcePersistencePath: path.join(folder, "v3"),
        log: new Log(LogLevel.WARN),
        handleStructuredLogs: ({ level, message }) => print(level, readTraces(message)),
      };
      try {
        await apply(miniflareOptions({ socket, shared, workers, problem }));
        return null;
      } catch (error) {
        await stop();
        if (error?.code === "ERR_ADDRESS_IN_USE") {
          throw new PortTakenError(await portError({ code: "EADDRINUSE" }, socket), { cause: error });
        }
        const why = startProblem(error.message);
        await apply(miniflareOptions({ socket, shared, workers: [], problem: readTraces(why) }));
        return new Error(why, { cause: error });
      }
    },
    readTracesWith(reader) {
      readTraces = reader;
    },
    async scheduled(name, cron, scheduledTime) {
      const worker = await miniflare?.getWorker(name);
      return worker?.scheduled({ cron, scheduledTime });
    },
    stop,
  };
}

/**
 * What the runtime has said about a Worker that can't start, without the form in which it logs.
 * @param {string} message of Miniflare's error
 */
export function startProblem(message) {
  const [, log] = message.split("Runtime stderr:\n");
  if (log === undefined) return message;
  const texts = log
    .split("\n")
    .map(textOfLine)
    .filter((text) => text !== "");
  return texts.join("\n").replaceAll(/^service \S+: (?:Uncaught (?:Error: (?=\w+Error: ))?)?/gm, "");
}

function textOfLine(line) {
  try {
    const { message } = JSON.parse(line);
    return typeof message === "string" ? message : line;
  } catch {
    return line;
  }
}
