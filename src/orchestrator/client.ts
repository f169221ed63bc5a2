import type { Units } from "../core/cost/usage.ts";
import { regionOfDomain } from "../core/planning/pool.ts";
import type { Orchestrator, Orchestrators } from "../core/ports/orchestrator.ts";
import { meteredStub } from "../metering/stub.ts";
import { callDeadline } from "./calls/call-deadlines.ts";
import { withOlderAnswers } from "./calls/older-objects.ts";

/** A call of an object beside the port: the units that one of its submissions has used; null = unknown. */
export interface UsageOfSubmissions {
  usageOf(submissionId: string): Promise<Units | null>;
}

/** The orchestrator objects of the platform, by domain. */
export const createOrchestrators =
  (namespace: DurableObjectNamespace): Orchestrators =>
  (domain) =>
    objectOf(namespace, domain);

/** The units that a submission has used, as its object has counted them. */
export const createUsageOf =
  (namespace: DurableObjectNamespace) =>
  (domain: string, submissionId: string): Promise<Units | null> =>
    objectOf(namespace, domain).usageOf(submissionId);

// The class behind the namespace has these methods (object.ts); the platform's types know none of them.
const objectOf = (namespace: DurableObjectNamespace, domain: string): Orchestrator & UsageOfSubmissions =>
  withOlderAnswers(
    meteredStub(stubOf(namespace, domain), callDeadline) as unknown as Orchestrator & UsageOfSubmissions,
  );

/** The hint counts for the first call of an object only, which creates it. */
function stubOf(namespace: DurableObjectNamespace, domain: string): DurableObjectStub {
  const id = namespace.idFromName(domain);
  const locationHint = regionOfDomain(domain);
  return locationHint === null ? namespace.get(id) : namespace.get(id, { locationHint });
}
