import * as z from "zod";
import { component } from "../components.ts";

export const Home = component(
  "Home",
  z.strictObject({
    name: z.string(),
    description: z.string(),
    version: z.string().describe("The application's version."),
    links: z.record(z.string(), z.string()).describe("Paths by what is found there."),
  }),
);

const part = z.enum(["ok", "failing", "hanging"]);

export const Health = component(
  "Health",
  z.strictObject({
    status: z.enum(["ok", "failing"]).describe("`ok` when every part is."),
    env: z.string().optional().describe("The global setting `env`."),
    checks: z
      .strictObject({ d1: part, kv: part, durable_object: part })
      .describe("The parts of the platform. `hanging`: no answer within two seconds."),
  }),
);

export const Message = component("Message", z.strictObject({ message: z.string() }));

export const NOTE = z
  .string()
  .describe("With status 202: the change is safe, and lists and single entities will show it shortly.");
