// The service's log on a developer's terminal: one short line an event, and the trace of what has failed below it.

/** Info that a developer wants without asking. */
const SHOWN = new Set(["task_log", "configuration_replaced"]);
const URGENT = new Set(["warn", "error"]);
/** Fields that the event says, or that are shown as a trace. */
const LEFT_OUT = new Set(["event", "level", "env", "domain", "task_id", "submit_entity_id", "stacktrace", "stack"]);

/** workerd's form for an error of the main module. */
const OF_WORKERD = /^service core:user:\S+: (?:Uncaught (?:Error: (?=\w+Error: ))?)?/;
/** What it says next: the module exports nothing, since it has thrown. */
const FOLLOWS_FROM_AN_ERROR = /^A DurableObjectNamespace in the config referenced the class /;

/**
 * @param {string} text what the Worker has written to its console
 * @param {{ isVerbose: boolean }} options whether each line is shown that the Worker writes: the developer has set LOG_LEVEL
 * @returns {string | null} null = not to be shown
 */
export function readableLine(text, { isVerbose }) {
  const line = eventOf(text);
  if (line === null) return FOLLOWS_FROM_AN_ERROR.test(text) ? null : text.replace(OF_WORKERD, "");
  if (!isVerbose && !URGENT.has(line.level) && !SHOWN.has(line.event)) return null;
  const trace = line.stacktrace ?? line.stack;
  const isTraced = typeof trace === "string";
  const fields = Object.entries(line)
    .filter(([name, value]) => !LEFT_OUT.has(name) && value !== null && !(isTraced && name === "error"))
    .map(([name, value]) => `${name}=${shown(value)}`);
  return [[line.event, ...fields].join(" "), ...(isTraced ? [indented(trace)] : [])].join("\n");
}

function eventOf(text) {
  if (!text.startsWith('{"event":')) return null;
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Without characters that would control the terminal. */
const shown = (value) => (typeof value === "string" && /^[\w.:/-]+$/.test(value) ? value : JSON.stringify(value));

const indented = (trace) =>
  trace
    .split("\n")
    .map((line) => `  ${line.replace(/\p{Cc}/gu, " ")}`)
    .join("\n");
