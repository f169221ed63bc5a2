import { describe, expect, it } from "vitest";
import { messageOf } from "../../src/core/jobs/job-message.ts";
import { isDeadLetterQueue, isOwnQueue, UnknownQueueError } from "../../src/queue/own-queue.ts";

const wakeUp = { body: messageOf("pool/weur/1", { job_id: "JOB_1", attempt: 0 } as never) };
const mail = { body: { to: "ada", job_id: 7 } };

describe("a queue of the service", () => {
  it.each(["taipy-jobs", "taipy-jobs-alone", "taipy-jobs-dead", "staging-taipy-jobs", "taipy-jobs-dead-staging"])(
    "is known by its name, whatever it holds: %s",
    (queue) => {
      expect(isOwnQueue({ queue, messages: [mail] })).toBe(true);
    },
  );

  it.each(["prod-work", "jobs"])("is known by its messages, when it was renamed: %s", (queue) => {
    expect(isOwnQueue({ queue, messages: [wakeUp, wakeUp] })).toBe(true);
  });

  it("is none that has other messages, or some", () => {
    expect(isOwnQueue({ queue: "mails", messages: [mail] })).toBe(false);
    expect(isOwnQueue({ queue: "mails", messages: [wakeUp, mail] })).toBe(false);
    expect(isOwnQueue({ queue: "mails", messages: [{ body: null }, { body: "text" }] })).toBe(false);
    expect(isOwnQueue({ queue: "mails", messages: [] })).toBe(false);
    expect(isOwnQueue({ queue: "mytaipy-jobs2", messages: [mail] })).toBe(false);
  });
});

describe("the refusal of another queue", () => {
  it("names the queue, what was looked for and where its messages belong", () => {
    const { message } = new UnknownQueueError("mails");
    for (const part of [
      "`mails`",
      "`taipy-jobs`",
      "your own queue()",
      "taipy.handlesQueue(batch)",
      "delivers it again",
    ])
      expect(message).toContain(part);
  });
});

describe("a dead-letter queue", () => {
  it.each(["taipy-jobs-dead", "prod-dead", "staging-taipy-jobs-dead", "taipy-jobs-dead-staging"])(
    "has a name that says so: %s",
    (queue) => {
      expect(isDeadLetterQueue(queue)).toBe(true);
    },
  );

  it.each(["taipy-jobs", "taipy-jobs-alone", "undead", "the-dead-jobs"])("is none of another name: %s", (queue) => {
    expect(isDeadLetterQueue(queue)).toBe(false);
  });
});
