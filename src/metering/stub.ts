import { currentMeter, timed } from "./meter.ts";

/** A Durable Object's stub whose calls are counted: each is a request. */
export function meteredStub<Stub extends object>(stub: Stub): Stub {
  return new Proxy(stub, {
    get(target, name) {
      const method: unknown = Reflect.get(target, name, target);
      const meter = currentMeter();
      if (meter === undefined || typeof method !== "function") return method;
      return (...call: unknown[]) => {
        meter.durable_object.requests += 1;
        return timed(meter.durable_object, Reflect.apply(method, target, call) as Promise<unknown>);
      };
    },
  });
}
