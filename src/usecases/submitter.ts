import { type Metering, NO_UNITS, sumOf } from "../core/cost/usage.ts";
import { unwrap } from "../core/errors.ts";
import { isSelfContained } from "../core/jobs/self-contained.ts";
import type { EntityReader } from "../core/ports/entity-reader.ts";
import type { Orchestrators } from "../core/ports/orchestrator.ts";
import type { Submit } from "../core/services.ts";
import type { Recent } from "../d1/recent.ts";

interface SubmitterDeps {
  readonly entityReader: Pick<EntityReader, "submittable">;
  readonly orchestrators: Orchestrators;
  readonly metering?: Metering | undefined;
  /** Scenarios that this isolate has submitted and whose own object may remember them. */
  readonly submitted: Recent<true>;
}

/** Submissions: what is submitted is read from D1, unless it is a scenario that its own object remembers. */
export function createSubmitter({ entityReader, orchestrators, metering, submitted }: SubmitterDeps): Submit {
  const take = () => metering?.take() ?? NO_UNITS;
  return async (kind, id, options) => {
    const before = take();
    if (kind === "scenario" && submitted.get(id)) {
      const again = await orchestrators(id).resubmit({ ...options, usage: before });
      if (again !== null) return { domain: id, ...unwrap(again) };
      submitted.delete(id);
    }
    const command = await entityReader.submittable(kind, id);
    const { domain } = command.entity;
    const usage = sumOf(before, take());
    const accepted = unwrap(await orchestrators(domain).submit({ ...command, ...options, usage }));
    if (isSelfContained(command)) submitted.set(id, true);
    return { domain, ...accepted };
  };
}
