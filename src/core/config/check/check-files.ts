import { configuredPath } from "../../entities/data-node.ts";
import { nearestName } from "../../names/nearest-name.ts";
import { contentOf } from "../../storage-types.ts";
import type { App, DataNodeConfig } from "../app-types.ts";
import { configsOf } from "../collect-configs.ts";
import { templateOf } from "../settings/env-template.ts";
import { DEFAULT_ID } from "./check-id.ts";
import { type ConfigurationIssue, inSection, issuesOf, listed } from "./issue.ts";

const issues = issuesOf("FilesChecker");
const issuesOfNodes = issuesOf("DataNodeConfigChecker");

type Checked = Pick<App, "files" | "dataNodes" | "tasks">;

/** The files of an application: their contents, paths without a file, and files without a data node. */
export function* checkFiles({ files, dataNodes, tasks }: Checked): Generator<ConfigurationIssue> {
  for (const [path, content] of files) {
    if (path === "") yield issues.error("files", path, "A file has an empty path. Give it one.");
    if (typeof content === "string") continue;
    const message = `The file \`${path}\` must be a text: is there a rule of type "Text" for it in wrangler.toml?`;
    yield issues.error("files", typeof content, message);
  }
  const nodes = [...dataNodes.values()].filter(isFile);
  const written = new Set(
    [...tasks.values()].flatMap(({ outputs }) => configsOf<DataNodeConfig>(outputs, "DATA_NODE")).map(({ id }) => id),
  );
  for (const node of nodes) {
    if (node.defaultData !== undefined) yield* inSection(`DATA_NODE.${node.id}`, checkDefault(node, files));
    if (node.defaultData !== undefined || written.has(node.id)) continue;
    yield* inSection(`DATA_NODE.${node.id}`, checkPath(node, files));
  }
  yield* checkUse(files, nodes);
}

const isFile = ({ id, storageType }: DataNodeConfig): boolean =>
  id !== DEFAULT_ID && (contentOf(storageType)?.extension ?? null) !== null;

/** As `filePath` of a new node; undefined = a template whose variable is not known yet. */
function pathOf({ path, properties }: DataNodeConfig): string | null | undefined {
  const known = path ?? configuredPath(properties);
  return path === undefined && known !== null && templateOf(known) !== null ? undefined : known;
}

function* checkDefault(node: DataNodeConfig, files: Checked["files"]): Generator<ConfigurationIssue> {
  const path = pathOf(node);
  if (typeof path !== "string" || !files.has(path)) return;
  const message = `\`default_data\` of data node \`${node.id}\` is never used, because \`files\` has its path \`${path}\`. Remove one of them.`;
  yield issuesOfNodes.warning("default_data", undefined, message);
}

/** A node that no task writes has no value until a caller uploads one. */
function* checkPath(node: DataNodeConfig, files: Checked["files"]): Generator<ConfigurationIssue> {
  const path = pathOf(node);
  if (path === undefined || path === null || files.has(path)) return;
  const message = `The data node \`${node.id}\` begins without a value: no entry of \`files\` has its path \`${path}\`, and no task writes it. ${adviceFor(node, path, files)}`;
  const field = node.properties.path === undefined ? "default_path" : "path";
  yield issuesOfNodes.warning(field, path, message);
}

function adviceFor({ storageType }: DataNodeConfig, path: string, files: Checked["files"]): string {
  const nearest = nearestName(path, files.keys());
  if (nearest !== null) return `Did you mean \`${nearest}\`?`;
  const upload = "Upload a value to each data node: PUT /api/v1/datanodes/{id}/content";
  if (!isText(storageType)) return `${upload}. (Files of an application are texts.)`;
  return `Add it: \`defineApp({ files: { ${JSON.stringify(path)}: … } })\`. Or: ${upload}`;
}

const isText = (storageType: string): boolean => {
  const content = contentOf(storageType);
  return content !== null && (content.isPlainJson || content.mediaTypes[0].startsWith("text/"));
};

function* checkUse(files: Checked["files"], nodes: readonly DataNodeConfig[]): Generator<ConfigurationIssue> {
  const paths = nodes.map(pathOf);
  if (paths.includes(undefined)) return;
  for (const path of files.keys()) {
    if (path === "" || paths.includes(path)) continue;
    const known = [...new Set(paths.filter((other) => typeof other === "string"))];
    const advice =
      known.length === 0
        ? `Give a data node the option \`defaultPath: ${JSON.stringify(path)}\``
        : `The paths of data nodes are ${listed(known)}: correct one of them`;
    const message = `No data node uses the file \`${path}\`: it is part of the Worker, and nothing reads it. ${advice}, or remove the file.`;
    yield issues.warning("files", path, message);
  }
}
