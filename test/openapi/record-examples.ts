import { randomBytes } from "node:crypto";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { ROOT } from "../harness/bundle.ts";
import { type Service, startService } from "../harness/service.ts";
import { playExample } from "./example-session.ts";
import { Recorder } from "./recorder.ts";

const ADMIN_KEY = randomBytes(32).toString("hex");
const variables = { AUTH_MODE: "required", ADMIN_KEY, SECRET_KEY: randomBytes(32).toString("hex") };

// npm run examples: the document's examples, as the example application answers now.
const service: Service = await startService({ entry: "src/index.ts", variables });
try {
  const recorder = new Recorder((where, init) => fetch(service.url + where, init), ADMIN_KEY);
  await playExample(recorder);
  const file = path.join(ROOT, "src/dev/openapi/examples.json");
  await writeFile(file, `${JSON.stringify(recorder.recorded(), null, 2)}\n`);
} finally {
  await service.stop();
}
