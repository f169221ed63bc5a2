import { storageTypeRow } from "../../storage-types.ts";
import type { App, DataNodeConfig } from "../app-types.ts";
import { type ConfigurationIssue, inSection, issuesOf } from "../check/issue.ts";
import { isSecretName } from "../secrets/secret-names.ts";
import { templateOf } from "../settings/env-template.ts";

/** What wrangler's configuration binds. */
export interface Bindings {
  /** Binding → the database's id or name; null = the file says neither. */
  readonly databases: ReadonlyMap<string, string | null>;
  /** Binding → the bucket's name. */
  readonly buckets: ReadonlyMap<string, string | null>;
  /** Names of all other bindings, of variables and of known secrets. */
  readonly others: ReadonlySet<string>;
  /** The variables that stand in the file itself. */
  readonly plainVariables: Readonly<Record<string, unknown>>;
}

type Checked = Pick<App, "dataNodes" | "global">;

const issues = issuesOf("BindingsChecker");

/** What only the file of the deployment shows: bindings that data nodes name, variables of templates, secrets in `vars`. */
export function* checkBindings({ dataNodes, global }: Checked, bindings: Bindings): Generator<ConfigurationIssue> {
  for (const config of dataNodes.values()) {
    yield* inSection(`DATA_NODE.${config.id}`, checkBinding(config, bindings));
  }
  yield* checkTemplates([...dataNodes.values()].map(({ properties }) => properties).concat(global), bindings);
  for (const [name, value] of Object.entries(bindings.plainVariables)) {
    if (!isSecretName(name) || typeof value !== "string" || value === "") continue;
    const message = `The variable \`${name}\` holds a secret in plain text in wrangler's configuration. Remove it there, and give the Worker the secret: \`npx wrangler secret put ${name}\`, and ${name}=… in \`.dev.vars\`.`;
    yield issues.warning(name, undefined, message);
  }
}

function* checkBinding({ id, storageType, properties }: DataNodeConfig, bindings: Bindings) {
  const { binding } = properties;
  if (typeof binding !== "string" || templateOf(binding) !== null) return;
  const owner = `\`binding\` of data node \`${id}\``;
  const kind = storageTypeRow(storageType)?.binds?.(properties);
  if (kind === "d1") {
    if (!bindings.databases.has(binding)) {
      const message = `${owner} names the D1 database \`${binding}\`, which wrangler's configuration does not bind. Add [[d1_databases]] with binding = "${binding}".`;
      yield issues.warning("binding", binding, message);
    } else if (isSame(bindings.databases, binding, "DB")) {
      const message = `${owner} names \`${binding}\`, which is the service's own database: its tables hold users, keys and entities. Create a database of your own.`;
      yield issues.error("binding", binding, message);
    }
  } else if (kind === "r2") {
    if (!bindings.buckets.has(binding)) {
      const message = `${owner} names the R2 bucket \`${binding}\`, which wrangler's configuration does not bind. Add [[r2_buckets]] with binding = "${binding}".`;
      yield issues.warning("binding", binding, message);
    } else if (isSame(bindings.buckets, binding, "LARGE_PAYLOADS")) {
      const message = `${owner} names \`${binding}\`, which is the service's own bucket: the sweep deletes what it does not know there. Create a bucket of your own.`;
      yield issues.error("binding", binding, message);
    }
  } else if (kind === "other" && !bindings.others.has(binding)) {
    const message = `${owner} names \`${binding}\`, which is neither a binding, nor a variable, nor a secret that is known here. Add it to wrangler's configuration, or, for a secret, ${binding}=… to \`.dev.vars\`.`;
    yield issues.warning("binding", binding, message);
  }
}

/** Whether a binding means the same database or bucket as one of the service's own. */
const isSame = (resources: ReadonlyMap<string, string | null>, binding: string, own: string): boolean => {
  const resource = resources.get(binding) ?? null;
  return resource !== null && binding !== own && resource === resources.get(own);
};

function* checkTemplates(tables: readonly object[], { others }: Bindings): Generator<ConfigurationIssue> {
  const names = new Set(tables.flatMap((table) => namesIn(table)));
  for (const name of names) {
    if (others.has(name)) continue;
    const message = `\`ENV[${name}]\` names a variable that is not known here. Add it to wrangler's configuration, or, for a secret, ${name}=… to \`.dev.vars\`, and \`npx wrangler secret put ${name}\`.`;
    yield issues.warning(name, undefined, message);
  }
}

/** A configuration may hold an object that contains itself. */
function namesIn(table: object): readonly string[] {
  const names: string[] = [];
  const seen = new Set<unknown>([table]);
  for (const value of seen) {
    if (typeof value === "string") names.push(templateOf(value)?.name ?? "");
    else if (typeof value === "object" && value !== null) for (const item of Object.values(value)) seen.add(item);
  }
  return names.filter((name) => name !== "");
}
