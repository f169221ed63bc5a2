import type { Deadline } from "../core/deadlines.ts";
import { bounded } from "./bounded.ts";
import { currentMeter, timed } from "./meter.ts";

/** A Durable Object's stub whose calls have a deadline and are counted: each is a request. */
export function meteredStub<Stub extends object>(
  stub: Stub,
  deadlineOf: (method: PropertyKey, args: readonly unknown[]) => Deadline,
): Stub {
  return new Proxy(stub, {
    get(target, name) {
      const method: unknown = Reflect.get(target, name, target);
      if (typeof method !== "function") return method;
      return (...call: unknown[]) => {
        const answer = bounded(deadlineOf(name, call), Reflect.apply(method, target, call) as Promise<unknown>);
        const meter = currentMeter();
        if (meter === undefined) return answer;
        meter.durable_object.requests += 1;
        return timed(meter.durable_object, answer);
      };
    },
  });
}
