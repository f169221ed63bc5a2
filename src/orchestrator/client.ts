import type { Orchestrator, Orchestrators } from "../core/ports.ts";
import type { OrchestratorObject } from "./object.ts";

/** The orchestrator objects of the platform, by domain. */
export function createOrchestrators(namespace: DurableObjectNamespace<OrchestratorObject>): Orchestrators {
  // The stub has the port's methods; the platform's types only add what remote calls allow beyond them.
  return (domain) => namespace.get(namespace.idFromName(domain)) as unknown as Orchestrator;
}
