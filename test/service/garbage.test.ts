import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { routes } from "../../src/http/routes.ts";
import { type RawAnswer, type RawRequest, send } from "../harness/send.ts";
import { type Service, startService } from "../harness/service.ts";
import { createScenario, everything } from "./api.ts";
import { garbage } from "./garbage.ts";

const RUNS_PER_ROUTE = 30;
const REQUESTS_PER_RUN = 8;

/** Answers that are files when all is well; what goes wrong is JSON everywhere. */
const FILES: ReadonlySet<string> = new Set(["content", "configurationToml", "openApiYaml", "page", "pageFile"]);

/** What only the inside of the service would say. */
const INTERNAL =
  /SQLITE|D1_|worker\.mjs|node_modules|\n\s+at |TypeError|ReferenceError|RangeError|SyntaxError|ZodError|\.ts:\d|PAYLOADS|ORCHESTRATOR/;

describe("no request whatever of a client", () => {
  let service: Service;
  let ids: readonly string[];

  beforeAll(async () => {
    service = await startService({ entry: "src/index.ts" });
    await Promise.all([1, 2, 3].map(() => createScenario(service, "my_awesome_scenario")));
    ids = Object.values(await everything(service)).flatMap((entities) => entities.map(({ id }) => id));
  });

  afterAll(() => service?.stop());

  it.each(routes.map(({ method, path, answer }) => ({ method, path, isFile: FILES.has(answer.kind) })))(
    "makes $method $path fail, answer no JSON or show its inside",
    async ({ method, path, isFile }) => {
      const requests = fc.array(garbage({ method, path, ids }), {
        minLength: REQUESTS_PER_RUN,
        maxLength: REQUESTS_PER_RUN,
      });
      const property = fc.asyncProperty(requests, async (sent) => {
        const answers = await Promise.all(sent.map((request) => send(service.url, request)));
        expect(sent.flatMap((request, index) => problems(request, isFile, answers[index]))).toEqual([]);
      });
      await fc.assert(property, { numRuns: RUNS_PER_ROUTE, interruptAfterTimeLimit: 40_000 });
    },
  );
});

function problems(request: RawRequest, isFile: boolean, answer: RawAnswer | undefined): string[] {
  if (answer === undefined) return ["no answer"];
  const { status, headers, text } = answer;
  const found: string[] = [];
  if (status >= 500) found.push("is a failure of the server");
  const mayBeAnything = request.method === "HEAD" || (isFile && status < 400);
  if (!mayBeAnything && !isJson(headers["content-type"], text)) found.push("is no JSON");
  if (status >= 400 && INTERNAL.test(text)) found.push("shows the inside");
  return found.map((problem) => `${request.method} ${request.path} → ${status} ${text.slice(0, 200)}: ${problem}`);
}

function isJson(type: string | undefined, text: string): boolean {
  if (!/^application\/json\b/.test(type ?? "")) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
