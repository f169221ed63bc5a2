// What `npm start` prints when the service answers, and when a save has changed its scenarios.

/** The greeting does not wait longer for what the service answers. */
const PATIENCE_MS = 10_000;

/**
 * @param {import("./server.mjs").Started} started
 * @param {readonly string[] | null} scenarios of {@link scenarioConfigs}
 */
export function greeting({ url, needsKey, folder }, scenarios) {
  const api = `${url}/api/v1`;
  const key = needsKey ? ' -H "Authorization: Bearer $ADMIN_KEY"' : "";
  const commands = [
    ...(scenarios ?? ["<config id>"]).slice(0, 1).map((id) => [creation(url, id) + key, "create a scenario"]),
    [`curl ${api}/datanodes/${key}`, "its data nodes"],
    [`curl -X POST ${api}/scenarios/submit/<scenario id>/${key}`, "run it"],
    [`curl ${api}/jobs/${key}`, "its jobs"],
    [`curl ${api}/datanodes/<data node id>/read/${key}`, "a result"],
  ];
  const width = Math.max(...commands.map(([command]) => command.length));
  const access = needsKey
    ? "\nCalls need a key: put ADMIN_KEY=<32 characters or more> into .dev.vars (docs/security/README.md).\n"
    : "";
  return `
taipy-edge is ready on ${url}. Try, in another terminal:

${commands.map(([command, what]) => `  ${command.padEnd(width)}   # ${what}`).join("\n")}
${scenariosText(scenarios)}${access}
Your application is src/app/: saving a file reloads it. Data stay in ${folder}; Ctrl+C ends the service.
`;
}

function scenariosText(scenarios) {
  if (scenarios === null || scenarios.length === 1) return "";
  if (scenarios.length === 0) return "\nThe application has no scenario: add one to defineApp({ scenarios: [ … ] }).\n";
  return `\nThe application's scenarios: ${scenarios.join(", ")}.\n`;
}

/** @returns {string | null} what to print when a save has changed which scenarios there are */
export function scenariosChanged({ url }, before, now) {
  if (now === null || before === null || before.join() === now.join()) return null;
  const added = now.filter((id) => !before.includes(id));
  if (added.length === 0) return `The application's scenarios: ${now.length === 0 ? "none" : now.join(", ")}.`;
  return added.map((id) => `New scenario: ${creation(url, id)}`).join("\n");
}

const creation = (url, id) => `curl -X POST '${url}/api/v1/scenarios/?config_id=${id}'`;

/**
 * The config ids that can be created; null when the service does not show its configuration.
 * @param {import("./server.mjs").Started} started
 */
export async function scenarioConfigs({ url, adminKey }) {
  try {
    const headers = typeof adminKey === "string" ? { Authorization: `Bearer ${adminKey}` } : {};
    const answer = await fetch(`${url}/api/v1/config/`, { headers, signal: AbortSignal.timeout(PATIENCE_MS) });
    if (!answer.ok) return null;
    const { SCENARIO = {} } = await answer.json();
    return Object.keys(SCENARIO).filter((id) => id !== "default");
  } catch {
    return null;
  }
}
