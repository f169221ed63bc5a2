import { DurableObject } from "cloudflare:workers";
import type { Env } from "../../../src/env.ts";

/** About as long as the JSON of one scenario. */
const BODY = JSON.stringify({ scenario: { id: "SCENARIO_x", text: "x".repeat(700) } });

export class Orchestrator extends DurableObject {
  counter(): number {
    return 7;
  }
}

/** What one GET may be made of, and nothing else. */
export default {
  async fetch(request, env) {
    const read = () => env.DB.prepare("SELECT id, name FROM cycles WHERE id = ?").bind("CYCLE_x").first();
    const call = () => {
      const object = env.ORCHESTRATOR.get(env.ORCHESTRATOR.idFromName("pool"));
      return (object as unknown as Orchestrator).counter();
    };
    switch (new URL(request.url).pathname) {
      case "/nothing":
        break;
      case "/d1":
        await read();
        break;
      case "/object":
        await call();
        break;
      default:
        return new Response(null, { status: 404 });
    }
    return new Response(BODY);
  },
  async queue() {},
} satisfies ExportedHandler<Env>;
