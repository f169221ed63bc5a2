// `--against URL`: what a deployed service has, and the checked configuration has no longer.
// docs/decisions/092-another-structure-is-refused-before-it-runs.md
import process from "node:process";
import { AgainstError, deployedConfiguration, deployedUses } from "./deployed-service.mjs";

const OPTIONS = ["--against", "--key"];
const NOUNS = { scenario: "scenario", task: "task", data_node: "data node" };
const SHOWN_IDS = 3;
const SHOWN_CHANGES = 5;

/**
 * Takes the two options out of the arguments.
 * @param {readonly string[]} args
 * @returns {{ service: import("./deployed-service.mjs").Service | null, others: string[] }}
 * @throws AgainstError for an option without a value, and for what is no address
 */
export function readAgainst(args, variables = process.env) {
  const given = {};
  const others = [];
  for (let at = 0; at < args.length; at++) {
    const [name, ...rest] = args[at].split("=");
    if (!OPTIONS.includes(name)) {
      others.push(args[at]);
      continue;
    }
    const value = rest.length > 0 ? rest.join("=") : args[++at];
    if (value === undefined || value === "" || value.startsWith("--")) throw new AgainstError(`${name} needs a value.`);
    given[name] = value;
  }
  const url = given["--against"];
  if (url === undefined) {
    if (given["--key"] !== undefined) throw new AgainstError("--key needs --against, the service that the key is for.");
    return { service: null, others };
  }
  if (!/^https?:\/\//.test(url) || !URL.canParse(url)) {
    throw new AgainstError(`--against ${url} is no address: write one such as https://taipy.example.com.`);
  }
  return { service: { url, key: given["--key"] ?? (variables.TAIPY_KEY || null) }, others };
}

/**
 * @typedef {object} Checked
 * @property {Record<string, { has(id: string): boolean }>} configs of the kinds `scenario`, `task` and `data_node`
 * @property {boolean} isForced whether `core.force` runs what can run
 * @property {(created: object) => readonly string[]} changesOf how the configuration differs from what was created
 */

/**
 * What no longer fits to the checked configuration, as sentences.
 * @param {Checked} checked
 * @param {import("./deployed-service.mjs").Service} service
 * @param {typeof fetch} [send]
 * @throws AgainstError
 */
export async function compareWith({ configs, isForced, changesOf }, service, send = fetch) {
  const uses = await deployedUses(service, send);
  const gone = uses.filter(({ kind, config_id }) => configs[kind]?.has(config_id) === false);
  const kept = uses.filter(({ kind, config_id }) => kind === "task" && configs.task.has(config_id));
  // Read only where it can say something.
  const deployed = kept.length === 0 ? {} : await deployedConfiguration(service, send);
  const changed = kept.flatMap((use) => {
    const created = createdAs(deployed, use.config_id);
    const changes = created === null ? [] : changesOf(created);
    return changes.length === 0 ? [] : [{ use, changes }];
  });
  return [
    ...gone.map(
      (use) =>
        `${usesText(use)} no longer ${use.count === 1 ? "has its" : "have their"} config. ${fateOf(use, isForced)}`,
    ),
    ...changed.map(
      ({ use, changes }) => `${usesText(use)} may have another structure: ${cut(changes)}. ${fate(isForced)}`,
    ),
  ];
}

const fate = (isForced) =>
  isForced
    ? "core.force runs what can run."
    : "Submitting them, or a scenario or sequence with them, will be 409 configuration_changed.";

function fateOf({ kind }, isForced) {
  if (kind === "scenario") return "They stay readable, and can be deleted.";
  if (kind === "task") return isForced ? "Their jobs will fail, as core.force has it." : fate(false);
  return isForced ? fate(true) : "Submitting a task that reads or writes them will be 409 configuration_changed.";
}

function usesText({ kind, config_id, count, ids }) {
  const shown = ids.slice(0, SHOWN_IDS).join(", ");
  const more = count > Math.min(ids.length, SHOWN_IDS) ? ", …" : "";
  return `${count} ${NOUNS[kind]}${count === 1 ? "" : "s"} of \`${config_id}\` (${shown}${more})`;
}

const cut = (changes) =>
  changes.slice(0, SHOWN_CHANGES).join("; ") +
  (changes.length > SHOWN_CHANGES ? ` and ${changes.length - SHOWN_CHANGES} more` : "");

/** A task as the deployed configuration creates it, with ids of configs in the place of ids; null = it has no such task. */
function createdAs({ TASK: tasks = {}, DATA_NODE: nodes = {} }, config_id) {
  const task = Object.hasOwn(tasks, config_id) ? tasks[config_id] : null;
  if (task === null) return null;
  const [inputs, outputs] = [task.inputs ?? [], task.outputs ?? []].map((list) => list.map(withoutType));
  const data_nodes = [...new Set([...inputs, ...outputs])].flatMap((id) => {
    const node = Object.hasOwn(nodes, id) ? nodes[id] : null;
    if (node === null) return [];
    const { scope, storage_type } = { ...nodes.default, ...node };
    return [{ id, config_id: id, scope: withoutType(scope), storage_type }];
  });
  const function_name = withoutType(task.function ?? "");
  return { tasks: [{ config_id, input_ids: inputs, output_ids: outputs, function_name }], data_nodes };
}

/** `price:SECTION` is `price`. */
const withoutType = (text) => (text.includes(":") ? text.slice(0, text.lastIndexOf(":")) : text);
