import { DurableObject } from "cloudflare:workers";
import { dataNode, defineApp, scenario, type TaskContext, task, valueType } from "../../../src/taipy-edge.ts";
import { createTaipy, type TaipyEnv } from "../../../src/worker.ts";

// The Worker of docs/composing.md: a route, a queue, a cron trigger and a Durable Object of its own beside the service's.

interface Env extends TaipyEnv {
  readonly MAILS: Queue<Mail>;
  readonly COUNTER: DurableObjectNamespace<Counter>;
  readonly NOTES: KVNamespace;
  readonly SHOP: string;
}

interface Mail {
  readonly to: string;
}

const price = dataNode.pickle("price", { type: valueType<number>(), defaultData: 20 });
const label = dataNode.json("label", { type: valueType<string>() });

const describe = (amount: number, { env }: TaskContext): string => `${String(env.SHOP)}: ${amount}`;

const app = defineApp({
  scenarios: [
    scenario("order", { tasks: [task("describe", { function: describe, inputs: [price], outputs: [label] })] }),
  ],
  job: { mode: "standalone" },
});

const taipy = createTaipy(app);
const OWN_CRON = "0 6 * * *";

export class Counter extends DurableObject<Env> {
  async next(): Promise<number> {
    const count = ((await this.ctx.storage.get<number>("count")) ?? 0) + 1;
    await this.ctx.storage.put("count", count);
    return count;
  }
}

const note = ({ NOTES }: Env, name: string, text: string) => NOTES.put(name, text);

export const { Orchestrator } = taipy;

export default {
  async fetch(request, env, ctx) {
    const { pathname, searchParams } = new URL(request.url);
    if (pathname === "/shop/counter") return new Response(String(await env.COUNTER.getByName("orders").next()));
    if (pathname === "/shop/mail") {
      await env.MAILS.send({ to: searchParams.get("to") ?? "" });
      return new Response("sent");
    }
    if (pathname === "/shop/note") return new Response(await env.NOTES.get(searchParams.get("name") ?? ""));
    return taipy.worker.fetch(request, env, ctx);
  },
  async queue(batch, env, ctx) {
    // `shop-strays` is a queue that this Worker has forgotten to handle.
    if (batch.queue === "shop-mails") {
      for (const { body } of batch.messages) await note(env, "mail", JSON.stringify(body));
      return;
    }
    return taipy.worker.queue(batch, env, ctx);
  },
  async scheduled(controller, env, ctx) {
    if (controller.cron === OWN_CRON) return note(env, "cron", controller.cron);
    return taipy.worker.scheduled(controller, env, ctx);
  },
} satisfies ExportedHandler<Env>;
