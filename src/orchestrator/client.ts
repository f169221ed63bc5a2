import type { Units } from "../core/cost/usage.ts";
import type { Orchestrator, Orchestrators } from "../core/ports/orchestrator.ts";
import { meteredStub } from "../metering/stub.ts";
import type { OrchestratorObject } from "./object.ts";

type Namespace = DurableObjectNamespace<OrchestratorObject>;

/** What an object answers beside the port: what one of its submissions has used; null = unknown. */
export interface UsageOfSubmissions {
  usageOf(submissionId: string): Promise<Units | null>;
}

/** The orchestrator objects of the platform, by domain. */
export const createOrchestrators =
  (namespace: Namespace): Orchestrators =>
  (domain) =>
    objectOf(namespace, domain);

/** What a submission has used, as its object has counted it. */
export const createUsageOf =
  (namespace: Namespace) =>
  (domain: string, submissionId: string): Promise<Units | null> =>
    objectOf(namespace, domain).usageOf(submissionId);

// The stub has these methods; the platform's types only add what remote calls allow beyond them.
const objectOf = (namespace: Namespace, domain: string): Orchestrator & UsageOfSubmissions =>
  meteredStub(namespace.get(namespace.idFromName(domain))) as unknown as Orchestrator & UsageOfSubmissions;
