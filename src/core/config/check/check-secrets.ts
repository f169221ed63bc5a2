import type { App } from "../app-types.ts";
import { plainSecrets } from "../secrets/shown-values.ts";
import { type ConfigurationIssue, inSection, issuesOf } from "./issue.ts";

type Checked = Pick<App, "dataNodes" | "tasks" | "scenarios" | "global">;
type Table = Readonly<Record<string, unknown>>;

const issues = issuesOf("SecretsChecker");

/** Arguments of an application's functions have no names, so that views hide all of them; most are no secrets. */
const NAMELESS = ["read_fct_args", "write_fct_args"];
/** A view hides it beside the password; alone it opens nothing. */
const HARMLESS: ReadonlySet<string> = new Set(["db_username"]);

/** Secrets that stand in the code or in a file: they are in the repository and in the Worker's script. */
export function* checkSecrets({ dataNodes, tasks, scenarios, global }: Checked): Generator<ConfigurationIssue> {
  yield* inSection("TAIPY", plain(global, "The global setting"));
  for (const [section, noun, configs] of [
    ["DATA_NODE", "data node", dataNodes],
    ["TASK", "task", tasks],
    ["SCENARIO", "scenario", scenarios],
  ] as const) {
    for (const { id, properties } of configs.values()) {
      yield* inSection(`${section}.${id}`, plain(properties, `The property of ${noun} \`${id}\``));
    }
  }
}

function* plain(table: Table, owner: string): Generator<ConfigurationIssue> {
  const named = Object.fromEntries(Object.entries(table).filter(([name]) => !NAMELESS.includes(name)));
  const nameless = NAMELESS.map((name) => [name, plainSecrets({ "": table[name] })] as const);
  const found = [
    ...plainSecrets(named).filter((name) => !HARMLESS.has(name)),
    ...nameless.flatMap(([name, secrets]) => (secrets.length === 0 ? [] : [name])),
  ];
  for (const name of new Set(found)) {
    const message = `${owner} \`${name}\` holds a secret in plain text, which the repository and the Worker's script then hold, too. Write \`ENV[NAME]\` instead, and give the Worker the secret: \`npx wrangler secret put NAME\`, and NAME=… in \`.dev.vars\`.`;
    // Without the value, which logs of a build would keep.
    yield issues.warning(name, undefined, message);
  }
}
