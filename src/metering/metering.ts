import { differenceOf, type Metering, NO_UNITS, type Units } from "../core/cost/usage.ts";
import { createMeter, currentMeter, metered, unitsOf } from "./meter.ts";

/** The counts of what runs now. Outside requests and jobs nothing is counted. */
export const metering: Metering = {
  take() {
    const meter = currentMeter();
    if (meter === undefined) return NO_UNITS;
    const used: Units = { ...unitsOf(meter), durable_object_requests: 0 };
    const taken = differenceOf(used, meter.taken);
    meter.taken = used;
    return taken;
  },
  chain(work) {
    const invocation = currentMeter();
    const meter = createMeter(invocation?.invocations);
    if (invocation !== undefined) invocation.invocations = 0;
    return metered(meter, work);
  },
};
