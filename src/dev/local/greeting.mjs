// What `npm start` prints when the service answers.

/** The greeting does not wait longer for what the service answers. */
const PATIENCE_MS = 10_000;

/** @param {{ url: string, needsKey: boolean, folder: string }} started */
export async function greeting({ url, needsKey, folder }) {
  const api = `${url}/api/v1`;
  const key = needsKey ? ' -H "Authorization: Bearer $ADMIN_KEY"' : "";
  const commands = [
    [`curl -X POST '${api}/scenarios/?config_id=${await firstScenarioConfig(api)}'${key}`, "create a scenario"],
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
${access}
Your application is src/app/: saving a file reloads it. Data stay in ${folder}; Ctrl+C ends the service.
`;
}

/** The first config id that can be created, when the service shows its configuration without a key. */
async function firstScenarioConfig(api) {
  const answer = await fetch(`${api}/config/`, { signal: AbortSignal.timeout(PATIENCE_MS) }).catch(() => undefined);
  const { SCENARIO = {} } = answer?.ok ? await answer.json() : {};
  return Object.keys(SCENARIO).find((id) => id !== "default") ?? "<config id>";
}
