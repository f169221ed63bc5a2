import type { Task } from "../../../../src/core/entities/task.ts";
import { unwrap } from "../../../../src/core/errors.ts";
import { acceptSubmission } from "../../../../src/core/jobs/machine/accept-submission.ts";
import { claimJob } from "../../../../src/core/jobs/machine/claim.ts";
import { completeJob } from "../../../../src/core/jobs/machine/complete.ts";
import type { WorkOrder } from "../../../../src/core/ports/orchestrator.ts";
import { command, dataNode, payload, task, written } from "../../../orchestrator/world/factories.ts";
import { MemoryState } from "./memory-state.ts";

export const CHAIN = [task("one", ["a"], ["b"]), task("two", ["b"], ["c"])];
export const NODES = [written("a"), dataNode("b"), dataNode("c")];

/** A state that has accepted a submission of tasks. */
export function submitted(
  tasks: readonly Task[] = CHAIN,
  isRunByCaller = false,
  timeouts: Readonly<Record<string, number>> = {},
  state = new MemoryState(),
) {
  state.timeoutMsOf = (taskConfigId) => timeouts[taskConfigId] ?? null;
  let uuids = state.jobs.size;
  const newUuid = () => {
    uuids += 1;
    return `uuid-${uuids}`;
  };
  const { answer, effects } = state.commit((transaction) =>
    acceptSubmission(transaction, command(tasks, NODES), { newUuid, isRunByCaller }),
  );
  const { id, job_ids } = unwrap(answer);
  const idOf = (name: string) => job_ids.find((job) => job.startsWith(`JOB_${name}_`)) ?? "";
  return {
    state,
    effects,
    id,
    idOf,
    statuses: () => Object.fromEntries([...state.jobs.values()].map(({ job }) => [job.task_config_id, job.status])),
    claim(name: string): WorkOrder {
      const { order } = state.commit((transaction) => claimJob(transaction, idOf(name))).answer;
      if (order === null) throw new Error(`There is no work order for ${name}`);
      return order;
    },
    complete: ({ job_id, token, outputs }: WorkOrder, wants_next = false) =>
      state.commit((transaction) =>
        completeJob(transaction, {
          job_id,
          token,
          wants_next,
          result: {
            kind: "completed",
            outputs: outputs.map((node) => ({ data_node_id: node.id, payload: payload("value") })),
          },
        }),
      ),
  };
}
