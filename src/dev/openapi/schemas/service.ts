import * as z from "zod";
import { component } from "../components.ts";
import { timestamp } from "./field-schemas.ts";

const release = component(
  "Release",
  z
    .strictObject({
      version: z.string().describe("The number of the release of taipy-edge."),
      build: z.string().nullable().describe("Cloudflare's id of the Worker's version, where the binding says it."),
    })
    .describe("What runs."),
);

export const Home = component(
  "Home",
  z.strictObject({
    name: z.string(),
    description: z.string(),
    version: z.string().describe("The application's version."),
    release,
    links: z.record(z.string(), z.string()).describe("Paths by what is found there."),
  }),
);

const part = z.enum(["ok", "failing", "hanging"]);

export const Health = component(
  "Health",
  z.strictObject({
    status: z.enum(["ok", "failing"]).describe("`ok` when every check is."),
    env: z.string().optional().describe("The global setting `env`."),
    release,
    checks: z
      .strictObject({
        d1: part,
        kv: part,
        r2: part.optional().describe("Where the binding exists."),
        durable_object: part,
        schema: z
          .enum(["ok", "not_migrated", "unknown"])
          .describe("Whether D1 has every migration of this release. `unknown`: D1 did not say."),
      })
      .describe("The parts of the platform. `hanging`: no answer within two seconds."),
    migrations: z
      .strictObject({
        applied: z.string().nullable().describe("The newest migration that D1 has."),
        newest: z.string().describe("The newest migration of this release."),
        pending: z.array(z.string()).describe("What D1 lacks: `npx wrangler d1 migrations apply DB --remote`."),
        unknown: z.array(z.string()).describe("Migrations of a newer release, which do no harm."),
      })
      .nullable()
      .optional()
      .describe("Only for TAIPY_READER. null: D1 did not say."),
    workload: z
      .strictObject({
        unfinished_submissions: z.int().describe("At most 1,000 are counted."),
        is_more: z.boolean().describe("There are more; the numbers of jobs are those of the counted ones."),
        oldest_unfinished: timestamp("When the oldest of all was submitted.").nullable(),
        oldest_unfinished_s: z.int().nullable().describe("Its age in seconds."),
        pending_jobs: z.int().describe("Jobs that wait for a worker."),
        running_jobs: z.int(),
        blocked_jobs: z.int().describe("Jobs that wait for a data node or a slot."),
        dead_letters_today: z.int().describe("Messages that the Queue has given up today (UTC)."),
      })
      .nullable()
      .optional()
      .describe("What D1 knows of work under way. Only for TAIPY_READER. null: D1 did not say."),
  }),
);

export const Message = component("Message", z.strictObject({ message: z.string() }));

export const NOTE = z
  .string()
  .describe("With status 202: the change is safe, and lists and single entities will show it shortly.");
