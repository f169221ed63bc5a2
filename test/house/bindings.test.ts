import ts from "typescript-5";
import { describe, expect, it } from "vitest";
import { forEachNode, treeOf, trees } from "./syntax.ts";

// docs/decisions/059-no-call-without-a-deadline.md

/** The platform's bindings: no call of one is without a deadline, when it is reached through `meteredBindings` only. */
const BINDINGS: ReadonlySet<string> = new Set([
  "DB",
  "PAYLOADS",
  "LARGE_PAYLOADS",
  "JOBS",
  "JOBS_ALONE",
  "ORCHESTRATOR",
  "ASSETS",
  "REQUEST_LIMIT",
  "ADDRESS_LIMIT",
  "LOGIN_LIMIT",
  "ATTEMPT_LIMIT",
]);

/** Calls that leave the isolate or the object beside the bindings. */
const CALLS: ReadonlySet<string> = new Set(["idFromName", "setAlarm", "getAlarm", "sendBatch"]);

/** Where such names stand, each with the reason. */
const EXEMPT: Readonly<Record<string, string>> = {
  "http/limits/limit-bindings.ts: env.REQUEST_LIMIT": "The environment of services.ts, which has wrapped it.",
  "http/limits/limit-bindings.ts: env.ADDRESS_LIMIT": "The environment of services.ts, which has wrapped it.",
  "http/limits/limit-bindings.ts: env.LOGIN_LIMIT": "The environment of services.ts, which has wrapped it.",
  "http/limits/limit-bindings.ts: env.ATTEMPT_LIMIT": "The environment of services.ts, which has wrapped it.",
  "services.ts: platform.DB": "Wrapped on the spot, with a deadline of its own.",
  "services.ts: fetch": "Passed to the keys of identity providers, which set a timeout.",
  "http/auth/providers/provider-keys.ts: fetch": "With a timeout.",
  "orchestrator/client.ts: namespace.idFromName": "The stub is wrapped on the spot.",
  "orchestrator/object.ts: ctx.storage.getAlarm": "Bounded on the spot.",
  "orchestrator/object.ts: ctx.storage.setAlarm": "Bounded by the class of the alarm.",
  "orchestrator/object.ts: queue.sendBatch": "Of wrapped bindings.",
  "orchestrator/sendings.ts: JOBS": "Of wrapped bindings, which the object passes.",
  "orchestrator/sendings.ts: JOBS_ALONE = JOBS": "Of wrapped bindings, which the object passes.",
};

/** Who sets a timer by itself, and why the wrappers of bindings do not do it. A call that they bound has its timer already. */
const TIMERS: Readonly<Record<string, string>> = {
  "metering/bounded.ts: deadline": "The wrappers of bindings.",
  "metering/shared-batches.ts: deadline": "Of two calls together: what a request has left after it was in a lost call.",
  "orchestrator/alarm.ts: DEADLINES.alarm": "The object's own storage, which is no binding.",
  "orchestrator/outbox/outbox.ts: DEADLINES.drain":
    "Several calls together; less than a batch of D1 may take otherwise.",
  "orchestrator/foreign/foreign-nodes.ts: DEADLINES.snapshots": "Less than a statement of D1 may take otherwise.",
  "orchestrator/forgotten/fresh-nodes.ts: deadline": "All reads of a call end before its caller gives up.",
  "orchestrator/outbox/reconciliation.ts: DEADLINES.snapshots": "Less than a batch of D1 may take otherwise.",
  "orchestrator/resume/unknown-submissions.ts: DEADLINES.snapshots": "Less than a statement of D1 may take otherwise.",
  "orchestrator/forgotten/forgotten-records.ts: deadline": "The call is answered after twenty seconds at the latest.",
  "orchestrator/wait.ts: DEADLINES.endedRow":
    "The call is answered within the time that its caller waits, and three seconds.",
  "queue/room.ts: deadline": "Less than a call of an object may take otherwise: others wait behind it.",
  "usecases/check-health.ts: DEADLINES.health": "Less than calls may take otherwise.",
};

/** Rooms of which nothing runs in the Worker, and the wrappers themselves. */
const OUTSIDE = /^(?:dev|client|app|metering)\//;

/** The variables of a file that hold wrapped bindings. */
function wrappedIn(tree: ts.SourceFile): ReadonlySet<string> {
  const names = new Set<string>();
  forEachNode(tree, (node) => {
    if (!ts.isVariableDeclaration(node) || node.initializer === undefined || !ts.isIdentifier(node.name)) return;
    if (/^meteredBindings\(/.test(node.initializer.getText(tree))) names.add(node.name.text);
  });
  return names;
}

/** The uses of bare bindings, of global `fetch` and of other calls of the platform. */
function bareUses(tree: ts.SourceFile): string[] {
  const wrapped = wrappedIn(tree);
  const found = new Set<string>();
  forEachNode(tree, (node) => {
    if (ts.isPropertyAccessExpression(node)) {
      const holder = node.expression.getText(tree);
      const isBinding = BINDINGS.has(node.name.text) && !wrapped.has(holder);
      const isCall = CALLS.has(node.name.text) && ts.isCallExpression(node.parent) && node.parent.expression === node;
      if (isBinding || isCall) found.add(node.getText(tree));
    }
    if (ts.isBindingElement(node) && BINDINGS.has((node.propertyName ?? node.name).getText(tree))) {
      found.add(node.getText(tree));
    }
    if (ts.isCallExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === "fetch") {
      found.add("fetch");
    }
  });
  return [...found].map((text) => `${tree.fileName}: ${text}`);
}

/** The calls of `within`. */
function timersIn(tree: ts.SourceFile): string[] {
  const found = new Set<string>();
  forEachNode(tree, (node) => {
    if (!ts.isCallExpression(node) || node.expression.getText(tree) !== "within") return;
    const [deadline] = node.arguments;
    found.add(deadline !== undefined && ts.isPropertyAccessExpression(deadline) ? deadline.getText(tree) : "deadline");
  });
  return [...found].map((text) => `${tree.fileName}: ${text}`);
}

const all = [...trees.values()].filter(({ fileName }) => !OUTSIDE.test(fileName)).flatMap(bareUses);
const usesOf = (text: string) => bareUses(treeOf("a.ts", text));

describe("the platform's bindings", () => {
  it("are used only through wrappers with a deadline, or where this list says why not", () => {
    expect(all.filter((use) => !Object.hasOwn(EXEMPT, use))).toEqual([]);
  });

  it("have no exemption that nothing needs any more", () => {
    expect(Object.keys(EXEMPT).filter((use) => !all.includes(use))).toEqual([]);
  });
});

describe("the timers of calls", () => {
  it("are set by the wrappers, or where this list says why: no call has two without a reason", () => {
    expect([...trees.values()].flatMap(timersIn).toSorted()).toEqual(Object.keys(TIMERS).toSorted());
  });
});

describe("a use of a bare binding", () => {
  it.each([
    ["const db = createStore(env.DB)", "env.DB"],
    ["const { DB } = env", "DB"],
    ["const { PAYLOADS: kv } = env", "PAYLOADS: kv"],
    ["await fetch(address)", "fetch"],
    ["this.ctx.storage.setAlarm(1)", "this.ctx.storage.setAlarm"],
    ["namespace.get(namespace.idFromName(name))", "namespace.idFromName"],
  ])("is found: %s", (code, text) => {
    expect(usesOf(code)).toEqual([`a.ts: ${text}`]);
  });

  it.each(["const env = meteredBindings(platform); env.DB.prepare(sql)", "deps.fetch(address)", "deps.setAlarm"])(
    "is not found: %s",
    (code) => {
      expect(usesOf(code)).toEqual([]);
    },
  );
});
