import { LONG_JOB_MS } from "../../src/core/job-limits.ts";
import type { Value } from "./behaviour.ts";
import { AnswerCheck, recordCall } from "./invariants/answer.ts";
import { CommitCheck } from "./invariants/commit.ts";
import type { ReadValue } from "./invariants/edits.ts";
import { type Facts, newDomainFacts } from "./invariants/facts.ts";
import { loseObject } from "./invariants/losses.ts";
import { checkDiscarded } from "./invariants/payloads.ts";
import type { Parts } from "./platform/create-platform.ts";
import type { Audience } from "./platform/object-host.ts";
import { type Commit, ObjectState } from "./platform/object-state.ts";
import type { World } from "./world.ts";

/** What the run does beside the checks. */
export interface Watched {
  readonly world: World;
  readonly facts: Facts;
  readonly onCommit: (domain: string, commit: Commit) => void;
  readonly onLost: (domain: string) => void;
}

/** What a reference says whose value no store has. */
const MISSING: Value = { tag: "no value", from: [] };

/** Checks each commit, call and answer of all objects, and each deletion of a payload. */
export function createAudience(
  { app, d1, kv, payloads }: Parts,
  { world, facts, onCommit, onLost }: Watched,
): Audience {
  const { violations } = world;
  for (const { id, timeoutMs } of app.tasks.values()) {
    if (timeoutMs !== null && timeoutMs > LONG_JOB_MS) facts.longTasks.add(id);
  }
  const readValue: ReadValue = (ref) => (JSON.parse(payloads.text(ref) || "null") as Value | null) ?? MISSING;
  const commits = new CommitCheck({
    facts,
    violations,
    readValue,
    app,
    company: world.company,
    over: world.over,
    hasValue: (key) => kv.has(key),
    d1,
    faults: () => world.faults,
  });
  const answers = new AnswerCheck(facts, violations, d1, readValue);
  kv.onDelete = (key) => violations.guard(() => checkDiscarded(facts, violations, d1, key));
  return {
    onObject: (domain, sql) => {
      const domainFacts = newDomainFacts(domain, new ObjectState(sql));
      facts.domains.set(domain, domainFacts);
      sql.onCommit = (changes) => {
        const commit = domainFacts.state.committed(changes);
        onCommit(domain, commit);
        violations.guard(() => commits.run(domainFacts, commit));
        facts.endCall();
      };
    },
    onLost: (domain) => {
      loseObject(facts, d1, facts.domain(domain));
      onLost(domain);
    },
    onEnded: (domain) => {
      const open = [...facts.domain(domain).submissions.values()].filter((record) => record.open_jobs > 0);
      violations.check(open.length === 0, "an object ends only when nothing is in flight", () => domain);
      onLost(domain);
      facts.domains.delete(domain);
    },
    onWake: (domain, isOlder) => {
      facts.domain(domain).isOlder = isOlder;
      facts.domain(domain).purging.clear();
    },
    onCall: (domain, method, args, call) => facts.calling(recordCall(facts, domain, method, args), call),
    onAnswer: (domain, method, args, answer) => violations.guard(() => answers.run(domain, method, args, answer)),
  };
}
