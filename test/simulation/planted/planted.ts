/** A bug that is planted by a patch, and the promise that it breaks. */
export interface Planted {
  readonly patch: string;
  readonly breaks: string;
  /** As the simulator reports it; of a bug that a unit test finds, the name of that test. */
  readonly promise: string;
  /** The test that finds a bug which the simulator can't: a file that runs under Node. */
  readonly caughtBy?: string;
}

export const PLANTED: readonly Planted[] = [
  {
    patch: "restore-not-noticed",
    breaks: "an object does not notice that D1 was restored",
    promise: "is followed by an object at rest: the next write is stored, under a number that was never given",
    caughtBy: "test/orchestrator/outbox/truth.test.ts",
  },
  {
    patch: "floor-ignored",
    breaks: "edits after a restore begin above those that D1 still has",
    promise: "edits are numbered without gaps",
  },
  {
    patch: "late-snapshot-taken",
    breaks: "an object takes over a data node that was read before it has forgotten it",
    promise: "edits are numbered without gaps",
  },
  {
    patch: "new-object-believes-isolates",
    breaks: "an object that has lost its state takes the values that an isolate remembers",
    promise: "is refused by an object that D1 has confirmed nothing to: it may have lost its state",
    caughtBy: "test/orchestrator/jobs/submit-known.test.ts",
  },
  {
    patch: "lost-value-not-sent",
    breaks: "a restored D1 does not get the values of unfinished work again",
    promise: "gets unfinished work again, which ends as it would have",
    caughtBy: "test/orchestrator/outbox/truth.test.ts",
  },
  {
    patch: "lost-work-goes-on",
    breaks: "unfinished work goes on though a restored D1 has lost its entity",
    promise: "ends unfinished work whose entity it has lost, which leaves nothing",
    caughtBy: "test/orchestrator/outbox/truth.test.ts",
  },
  {
    patch: "lost-input-read",
    breaks: "a pending job runs though a restored D1 has lost the value of its input",
    promise: "takes a value from a pending job, which waits for another one",
    caughtBy: "test/orchestrator/outbox/truth.test.ts",
  },
  {
    patch: "lost-job-named",
    breaks: "an edit names a job that is gone with its scenario, which a restored D1 has lost",
    promise: "keeps what such work has written in a data node that others share, without its job",
    caughtBy: "test/orchestrator/outbox/truth.test.ts",
  },
  {
    patch: "lost-submission-stays",
    breaks: "a submission that its object has lost outlives its scenario",
    promise: "removes the unfinished submissions of what goes only",
    caughtBy: "test/core/planning/deletion-plan.test.ts",
  },
  {
    patch: "transaction-cut-in-two",
    breaks: "the journal leaves between two rows of one transaction",
    promise:
      "The journal leaves by whole transactions: a large one has several rows, and what it has deleted stays deleted",
    caughtBy: "test/orchestrator/state/journal.test.ts",
  },
  {
    patch: "lost-submission-accepted",
    breaks: "a submission is answered as stored though D1 has lost its entity",
    promise: "refuses a submission whose entity it has lost",
    caughtBy: "test/orchestrator/outbox/truth.test.ts",
  },
  {
    patch: "dry-run-mends",
    breaks: "a resync mends though it was to be a dry run",
    promise: "a dry run changes nothing",
  },
  {
    patch: "uncounted-not-checked",
    breaks: "a resync leaves out objects of which a restored D1 has no counter",
    promise: "asks each object once for data nodes without a counter",
    caughtBy: "test/usecases/repair/check.test.ts",
  },
  {
    patch: "mend-loses-writes",
    breaks: "a resync has an object take over a state of D1 that is older than its own",
    promise: "keeps its own state of a data node that a job holds, that is deleted, or whose edits are newer than D1's",
    caughtBy: "test/orchestrator/repair.test.ts",
  },
  {
    patch: "mend-cancels-what-runs",
    breaks: "a resync cancels a submission that its object knows",
    promise: "ends a submission whose jobs have all ended, and leaves one alone that it knows",
    caughtBy: "test/orchestrator/repair.test.ts",
  },
  {
    patch: "deletion-not-noticed",
    breaks: "an object does not learn that D1 has deleted a data node for which jobs wait",
    promise: "fail the jobs that wait for their values, when the object did not know that they were deleted",
    caughtBy: "test/core/jobs/machine/data-nodes.test.ts",
  },
  {
    patch: "forgotten-counts-as-deleted",
    breaks: "a job that has left its object is deleted in D1",
    promise: "leave jobs, submissions and data nodes alone that have changed and left the object since",
    caughtBy: "test/orchestrator/outbox/outbox-rows.test.ts",
  },
  {
    patch: "row-read-before-deletion",
    breaks: "a job that is deleted while its row is read comes back",
    promise: "is not brought back by a call that has read it before it was deleted",
    caughtBy: "test/orchestrator/jobs/forgotten.test.ts",
  },
  {
    patch: "loss-in-company-counts",
    breaks: "a job fails for workers that other jobs have ended",
    promise: "never fails its job, however often (it reports company)",
    caughtBy: "test/orchestrator/jobs/lost-workers.test.ts",
  },
  {
    patch: "owed-report-forgotten",
    breaks: "a suspect's object that could not be told of a newcomer is never told",
    promise: "leaves what the suspect's object could not be told to the suspect's own signs of life",
    caughtBy: "test/queue/room.test.ts",
  },
  {
    patch: "stubborn-has-company",
    breaks: "jobs that have waited for half a minute begin beside a stubborn suspect",
    promise: "the room is its own as soon as they have ended",
    caughtBy: "test/queue/room.test.ts",
  },
  {
    patch: "wait-without-limit",
    breaks: "a try may wait for longer than its invocation lives",
    promise: "is tried again when its turn does not come before its invocation must end",
    caughtBy: "test/queue/waiting-jobs.test.ts",
  },
  {
    patch: "chain-takes-long-job",
    breaks: "a worker takes a long job along in its chain",
    promise: "a chain takes along no job that needs a place of its own",
  },
  {
    patch: "late-run-ahead-counts",
    breaks: "a job that is promised to another worker begins with an old token",
    promise: "is another worker's when it was promised anew: an old token may not go on",
    caughtBy: "test/core/jobs/chain/report.test.ts",
  },
  {
    patch: "run-ahead-reads-old",
    breaks: "a job that has run ahead counts though its inputs have changed",
    promise: "a value comes from the inputs of its work order",
  },
  {
    patch: "lost-run-ahead-not-counted",
    breaks: "a job that a lost worker has run ahead begins again with the same number",
    promise: "each try has its own number",
  },
  {
    patch: "given-back-not-dispatched",
    breaks: "no worker is woken for a job that its request has given back",
    promise: "goes to the Queue at once, with the number of its try lowered",
    caughtBy: "test/core/jobs/chain/report.test.ts",
  },
  {
    patch: "chain-promises-long-job",
    breaks: "a long job is promised to the worker of the jobs before it",
    promise: "a chain takes along no job that needs a place of its own",
  },
  {
    patch: "other-writer-ignored",
    breaks: "a job is promised though a job outside of the chain still writes one of its inputs",
    promise: "a function runs again only after a crash",
  },
  {
    patch: "report-sent-again",
    breaks: "a report without an answer is sent once more, and its results are discarded",
    promise: "breaks off when a report fails, and keeps the payloads that the object may have taken",
    caughtBy: "test/queue/reports.test.ts",
  },
  {
    patch: "no-fencing",
    breaks: "the token of a result is not checked",
    promise: "only the try that holds a job publishes",
  },
  {
    patch: "completed-twice",
    breaks: "a job that has ended takes another result",
    promise: "only the try that holds a job publishes",
  },
  {
    patch: "attempt-forgotten",
    breaks: "a job whose worker died gets its old number again",
    promise: "each try has its own number",
  },
  {
    patch: "confirmed-before-d1",
    breaks: "rows leave the outbox before D1 has taken them",
    promise: "at rest D1 equals the objects",
  },
  {
    patch: "answer-before-outbox",
    breaks: "a caller is answered before D1 has its change",
    promise: "what is stored can be read from D1",
  },
  {
    patch: "newest-does-not-win",
    breaks: "an old copy of a job overwrites a newer one in D1",
    caughtBy: "test/orchestrator/outbox/older-copies.test.ts",
    promise: "An older copy of a job or a submission that comes late replaces none that is newer",
  },
  {
    patch: "fence-removed",
    breaks: "a batch of a dead object brings deleted rows back",
    promise: "at rest D1 equals the objects",
  },
  {
    patch: "unlock-by-first-writer",
    breaks: "the first job that ends unlocks the node for all",
    promise: "an unfinished job holds its outputs",
  },
  { patch: "lost-message", breaks: "no timer makes up for a lost message", promise: "a job that moves has a timer" },
  {
    patch: "caller-never-given-up",
    breaks: "jobs wait for a request that has died",
    promise: "everything comes to rest",
  },
  {
    patch: "alarm-forgets",
    breaks: "an alarm that is set is not moved forward",
    promise: "an alarm is set for whatever is due",
  },
  {
    patch: "write-releases-no-job",
    breaks: "a write does not release the jobs that wait for it",
    promise: "a job waits only for what is missing",
  },
  {
    patch: "poke-must-arrive",
    breaks: "a lost poke of another domain is not made up for",
    promise: "a job waits only for what is missing",
  },
  {
    patch: "downstream-not-abandoned",
    breaks: "jobs behind a failed one go on",
    promise: "no child before its parents",
  },
  {
    patch: "skip-ignores-inputs",
    breaks: "a job is skipped although its input has changed",
    promise: "a job is skipped only when nothing has changed",
  },
  {
    patch: "deletion-ignored",
    breaks: "what an isolate remembers is submitted although a part of it was deleted",
    promise: "what was deleted is not submitted",
  },
  {
    patch: "cascade-ignored",
    breaks: "what was read before a cascading deletion is submitted after it",
    promise: "nothing is left of what was deleted",
  },
  {
    patch: "reservation-of-anyone",
    breaks: "any caller ends a reservation with its editor's name",
    promise: "a reservation is ended by its caller or an administrator only",
  },
  {
    patch: "used-node-forgotten",
    breaks: "an object forgets a deleted data node that its jobs still use",
    promise: "a job waits only for what is missing",
  },
  {
    patch: "copies-not-forgotten",
    breaks: "a deletion does not note the objects that have read the data node",
    promise: "The drain of a deletion notes each object whose jobs may have read the data node",
    caughtBy: "test/orchestrator/outbox/deleted-copies.test.ts",
  },
  {
    patch: "lost-return-not-found",
    breaks: "a slot stays taken when its return gets lost",
    promise: "everything comes to rest",
  },
  {
    patch: "slot-granted-twice",
    breaks: "one free slot is granted to several jobs",
    promise: "no more jobs of a limit run than it allows",
  },
  {
    patch: "lost-request-not-repeated",
    breaks: "a lost request for a slot is not made up for",
    promise: "everything comes to rest",
  },
  {
    patch: "newest-gets-the-slot",
    breaks: "the job that was accepted last gets the slot",
    promise: "the job that was accepted first gets the slot",
  },
  {
    patch: "claimed-without-slot",
    breaks: "a job that has given its slot back, or was to be skipped, runs without a slot",
    promise: "a limited job runs with a slot only",
  },
  {
    patch: "delayed-job-keeps-slot",
    breaks: "a job keeps its slot while it waits for the delay of a retry",
    promise: "gives its slot back and is the first to get one then",
    caughtBy: "test/orchestrator/slots/slots.test.ts",
  },
  {
    patch: "old-ticket-frees-slot",
    breaks: "a late return frees the slot of a newer request",
    promise: "changes nothing when it returns an older ticket",
    caughtBy: "test/core/jobs/slots/grants.test.ts",
  },
  {
    patch: "ended-job-keeps-slot",
    breaks: "a domain confirms slots of jobs that have ended",
    promise: "everything comes to rest",
  },
  {
    patch: "heartbeat-of-anyone",
    breaks: "a heartbeat extends the lease of a job whatever its token is",
    promise: "stops a worker whose job another worker holds",
    caughtBy: "test/core/jobs/machine/machine.test.ts",
  },
  {
    patch: "claim-before-its-time",
    breaks: "a worker gets a job whose retry is not due",
    promise: "no retry begins before its time",
  },
  {
    patch: "lost-workers-not-counted",
    breaks: "a job that ends its process is tried for ever",
    promise: "a job whose workers are lost ends",
  },
  {
    patch: "cancel-forgotten-on-expiry",
    breaks: "a job that was cancelled by force is tried again when its worker is lost",
    promise: "a job that was cancelled by force is not tried again",
  },
  {
    patch: "cancel-forgotten-on-failure",
    breaks: "a job that was cancelled by force is tried again when its function throws",
    promise: "a job that was cancelled by force is not tried again",
  },
  {
    patch: "retry-forgets-delay",
    breaks: "a retry begins at once",
    promise: "no retry begins before its time",
  },
  {
    patch: "throws-not-counted",
    breaks: "a job whose function throws is tried for ever",
    promise: "no retry begins before its time",
  },
  {
    patch: "handover-to-another",
    breaks: "a worker gets the next job of another submission",
    promise: "a worker gets the next job of its submission only",
  },
  {
    patch: "heartbeats-ignored",
    breaks: "a heartbeat does not extend the lease",
    promise: "a worker has a whole lease",
  },
  {
    patch: "lease-not-begun",
    breaks: "a worker that claims a job gets no lease",
    promise: "a worker has a whole lease",
  },
  {
    patch: "earlier-writer-ignored",
    breaks: "a job does not wait for an earlier one that writes its input",
    promise: "no job reads what an earlier job will write",
  },
  {
    patch: "expired-reservation-holds",
    breaks: "the end of a reservation releases no job",
    promise: "a job waits only for what is missing",
  },
  {
    patch: "deleted-input-waited-for",
    breaks: "a job waits for an input that was deleted",
    promise: "fails the jobs that wait for it in vain, and abandons what follows",
    caughtBy: "test/orchestrator/jobs/delete.test.ts",
  },
  {
    patch: "validity-ignored",
    breaks: "a job is skipped although its output has expired",
    promise: "runs when an output has expired",
    caughtBy: "test/core/jobs/needs-to-run.test.ts",
  },
  {
    patch: "outputs-not-locked",
    breaks: "a job does not hold its outputs",
    promise: "an unfinished job holds its outputs",
  },
  {
    patch: "timer-waits-for-d1",
    breaks: "the alarm sends D1 its rows before it fires the timers",
    promise: "a due timer fires in time",
  },
  {
    patch: "set-alarm-not-repeated",
    breaks: "an alarm that the platform refuses is not set again",
    promise: "a due timer fires in time",
  },
  {
    patch: "alarm-not-resumed",
    breaks: "the next life of an object does not set an alarm that is missing",
    promise: "an object that wakes without an alarm",
    caughtBy: "test/orchestrator/hanging.test.ts",
  },
  {
    patch: "checkpoint-drops-what-runs",
    breaks: "jobs under way leave the object with the journal's rows",
    promise: "an object forgets only what has ended and what D1 has",
  },
  {
    patch: "replay-skips-a-part",
    breaks: "an object that wakes up does not read the first row of its journal",
    promise: "an object forgets only what has ended and what D1 has",
  },
  {
    patch: "used-nodes-not-kept",
    breaks: "a data node that only the memory has is not kept for the job that reads it",
    promise: "everything comes to rest",
  },
  {
    patch: "journal-leaves-before-d1",
    breaks: "rows of the journal leave with changes that D1 has not confirmed",
    promise: "The journal leaves in time though D1 takes nothing, and D1 gets all of it afterwards",
    caughtBy: "test/orchestrator/state/journal.test.ts",
  },
  {
    patch: "cache-survives-undo",
    breaks: "records of a transaction that was undone stay in memory",
    promise: "each try has its own number",
  },
  {
    patch: "outbox-survives-undo",
    breaks: "changes of a transaction that was undone stay in the outbox",
    promise: "forgets all that it saved when the commit itself fails",
    caughtBy: "test/orchestrator/state/cached-store.test.ts",
  },
  {
    patch: "confirmed-too-far",
    breaks: "the outbox forgets rows of the next transaction, too",
    promise: "at rest D1 equals the objects",
  },
  {
    patch: "sweep-too-early",
    breaks: "the sweep deletes payloads before it is sure that they are garbage",
    promise: "accepted payloads are never garbage",
  },
  {
    patch: "sweep-of-used",
    breaks: "the sweep deletes payloads that an edit has taken meanwhile",
    promise: "accepted payloads are never garbage",
  },
  {
    patch: "discarded-in-doubt",
    breaks: "a write whose answer is lost deletes its payload at once",
    promise: "accepted payloads are never garbage",
  },
  {
    patch: "deleted-nodes-remembered",
    breaks: "what an isolate remembers is submitted although a data node of it was deleted",
    promise: "is refused when one of its data nodes was deleted",
    caughtBy: "test/orchestrator/jobs/submit-known.test.ts",
  },
  {
    patch: "deletion-over-at-once",
    breaks: "an object that was evicted accepts what was read while a deletion was under way",
    promise: "is refused by an object that was evicted while a deletion may have been under way",
    caughtBy: "test/orchestrator/jobs/submit-known.test.ts",
  },
  {
    patch: "audit-row-lost",
    breaks: "the audit row of a submission does not go to D1 with it, although the answer says so",
    promise: "goes to D1 with the submission, and the answer says so",
    caughtBy: "test/orchestrator/jobs/audit.test.ts",
  },
  {
    patch: "audit-row-twice",
    breaks: "an object takes an audit row and does not say so: the Worker writes it once more",
    promise: "goes to D1 with the submission, and the answer says so",
    caughtBy: "test/orchestrator/jobs/audit.test.ts",
  },
  {
    patch: "edit-not-audited",
    breaks: "the audit row of a write does not go to D1 with it, although the answer says so",
    promise: "a change that is stored is in the audit log",
  },
  {
    patch: "deletion-not-marked",
    breaks: "a deletion does not raise the mark below which an evicted object refuses what was read",
    promise: "is refused by an object that was evicted",
    caughtBy: "test/orchestrator/jobs/submit-known.test.ts",
  },
  {
    patch: "wait-without-end",
    breaks: "a call that waits for a submission forgets its timeout",
    promise: "a call that waits is answered in its time",
  },
  {
    patch: "purge-without-flush",
    breaks: "a scenario is deleted before D1 has what its object had to say",
    promise: "a deletion of jobs says that these are gone and what they belong to is not",
    caughtBy: "test/orchestrator/hanging.test.ts",
  },
  {
    patch: "kv-put-fails-silently",
    breaks: "a value that KV refuses counts as stored",
    promise: "an edit points at a value that is there",
  },
  {
    patch: "watchdog-sets-no-alarm",
    breaks: "the watchdog makes the steps that are due and leaves the alarm lost",
    promise: "has its alarm again after the watchdog's call, so that the next step needs no watchdog",
    caughtBy: "test/orchestrator/watchdog.test.ts",
  },
  {
    patch: "watchdog-only-looks",
    breaks: "the watchdog calls no object",
    promise: "a due timer fires in time",
  },
  {
    patch: "dead-letter-fails-its-job",
    breaks: "a job ends because the Queue has given up its message",
    promise: "fails no job: its timer wakes a worker again, and the job runs",
    caughtBy: "test/orchestrator/jobs/lease.test.ts",
  },
  {
    patch: "store-failure-is-a-throw",
    breaks: "a try that KV has failed uses up the task's retries",
    promise: "uses up none of the task's retries",
    caughtBy: "test/orchestrator/jobs/platform-failures.test.ts",
  },
  {
    patch: "alarm-waits-for-d1",
    breaks: "the alarm's handler waits for D1, and a batch for as long as D1 lets it",
    promise: "a due timer fires in time",
  },
  {
    patch: "timer-stops-others",
    breaks: "a timer whose change throws undoes all others with it",
    promise: "does not stop other timers, and is tried again after a delay that grows up to ten minutes",
    caughtBy: "test/orchestrator/hanging.test.ts",
  },
  {
    patch: "drain-waits-for-ever",
    breaks: "a batch that D1 does not answer is never given up",
    promise: "a batch is given up, tried again when it answers, and everything arrives",
    caughtBy: "test/orchestrator/hanging.test.ts",
  },
  {
    patch: "poke-holds-up-others",
    breaks: "objects are notified one after the other",
    promise: "are all notified, behind the writer's answer, though one of them hangs",
    caughtBy: "test/orchestrator/hanging.test.ts",
  },
  {
    patch: "schema-count-of-both-releases",
    breaks: "an object trusts the count of its statements that release 0.1.0 lowers",
    promise: "an object wakes up",
  },
  {
    patch: "older-documents-as-they-are",
    breaks: "jobs that release 0.1.0 has written lack what this one needs",
    promise: "everything comes to rest",
  },
  {
    patch: "no-alarm-for-rest",
    breaks: "no alarm is set for what is at rest and has nothing for D1",
    promise: "a poke about nothing that concerns the object changes nothing",
    caughtBy: "test/orchestrator/foreign-nodes.test.ts",
  },
  {
    patch: "tables-read-once",
    breaks: "records that have gone to the tables in flight stay there when they come to rest",
    promise: "an object at rest is empty",
  },
  {
    patch: "alarm-for-idle-object",
    breaks: "an object in which nothing happens has its tables read through again and again",
    promise: "has the tables read through every five minutes at most, and no alarm once nothing happens",
    caughtBy: "test/orchestrator/state/at-rest.test.ts",
  },
  {
    patch: "deleted-nodes-stay",
    breaks: "an object keeps what was deleted, though no sweep will have it forget that after a restore",
    promise: "an object at rest is empty",
  },
  {
    patch: "counter-of-ended-object-stays",
    breaks: "D1 keeps the counter of an object whose scenario was deleted",
    promise: "nothing is left of what was deleted",
  },
  {
    patch: "waits-of-lost-object-stay",
    breaks: "waits that an object which has lost its state left in D1 outlive its scenario",
    promise: "nothing is left of what was deleted",
  },
  {
    patch: "edit-numbers-leave-uncounted",
    breaks: "the numbers of edits that leave the tables are given again",
    promise: "leaves its highest edit number behind, so that no number is given twice after D1 was set back",
    caughtBy: "test/orchestrator/state/leftovers.test.ts",
  },
  {
    patch: "watchdog-believes-old-rows",
    breaks: "a submission that has ended since the watchdog read D1 is called unknown",
    promise: "does not name a submission that has ended and left since the watchdog read D1",
    caughtBy: "test/orchestrator/watchdog.test.ts",
  },
  {
    patch: "forgets-what-d1-lacks",
    breaks: "an object forgets what D1 has not confirmed",
    promise: "an object forgets only what has ended and what D1 has",
  },
  {
    patch: "replay-without-timers",
    breaks: "the next life of an object does not read the timers in its journal",
    promise: "a due timer fires in time",
  },
  {
    patch: "replay-without-locks",
    breaks: "the next life of an object does not read the locks and waits in its journal",
    promise: "an unfinished job holds its outputs",
  },
  {
    patch: "purge-takes-neighbours",
    breaks: "the deletion of a scenario deletes the jobs of its neighbours in a pooled object",
    promise: "no accepted job is lost",
  },
  {
    patch: "full-refuses-deletions",
    breaks: "a full D1 refuses deletions, too",
    promise: "deletions work when D1 is full",
  },
  {
    patch: "shared-outcome-of-another",
    breaks: "a request gets the outcome of the request that has made its call",
    promise: "gets its own result of the call that it shares",
    caughtBy: "test/metering/shared-calls.test.ts",
  },
  {
    patch: "shared-failure-for-all",
    breaks: "one item of a shared call fails those of other requests",
    promise: "is sent alone when the call with others fails as a whole, and then fails by itself only",
    caughtBy: "test/metering/shared-calls.test.ts",
  },
  {
    patch: "lost-leader-waited-for",
    breaks: "requests wait for ever when the one that makes their call is stopped",
    promise: "with its call takes no follower along: each of them finds out what has happened and goes on alone",
    caughtBy: "test/metering/shared-calls.test.ts",
  },
  {
    patch: "restore-taken-for-ahead",
    breaks: "an object that finds D1 put back gives numbers of edits again",
    promise: "edits are numbered without gaps",
  },
  {
    patch: "ahead-not-noticed",
    breaks: "an object that has lost its state does not notice that D1 knows more",
    promise: "at rest D1 equals the objects",
  },
  {
    patch: "order-of-a-neighbour",
    breaks: "calls that share a commit are answered with what the first of them has asked for",
    promise: "a try is given out once",
  },
  {
    patch: "turn-never-begins",
    breaks: "calls that share a commit wait for reports that never come",
    promise: "waits a moment for a report that is about to come, with all calls that come meanwhile",
    caughtBy: "test/orchestrator/gathering/shared-commits.test.ts",
  },
  {
    patch: "deletion-during-the-turn",
    breaks: "a submission that waits for company does not notice that its scenario is being deleted meanwhile",
    promise: "see what has happened while they have waited: a scenario whose deletion was announced is not submitted",
    caughtBy: "test/orchestrator/gathering/shared-commits.test.ts",
  },
];
