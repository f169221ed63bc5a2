import type { App, DataNodeConfig } from "../../core/config/app-types.ts";
import { type ConfigurationIssue, issuesOf } from "../../core/config/check/issue.ts";
import type { DataNodeIdentity } from "../../core/entities/data-node.ts";
import type { PayloadRef } from "../../core/entities/payload.ts";
import { TaipyError } from "../../core/errors.ts";
import { filePath } from "../../core/planning/data-node-plan.ts";
import type { DataNodeContents } from "../../core/ports/values.ts";
import { isOutside } from "../../core/storage-types.ts";
import { Budget } from "../../core/values/budget.ts";
import { createContents } from "../contents.ts";
import { NOWHERE } from "../settings/default-data.ts";

interface Deps {
  readonly app: Pick<App, "dataNodes">;
  readonly values: Pick<DataNodeContents, "check">;
}

/**
 * Checks one of the application's files with the schema of each data node that has its path.
 * @throws TaipyError `schema_mismatch`, or `unreadable_content`
 */
export async function checkFile({ app, values }: Deps, path: string, content: string): Promise<void> {
  for (const config of app.dataNodes.values()) {
    if (config.schema !== undefined && filePath(config) === path) await checkText(values, config, content);
  }
}

async function checkText(values: Deps["values"], config: DataNodeConfig, content: string): Promise<void> {
  const bytes = new TextEncoder().encode(content);
  const ref: PayloadRef = {
    tier: "inline",
    content_type: "text/plain",
    size: bytes.byteLength,
    hash: "",
    key: null,
    body: null,
  };
  await values.check(identityOf(config), ref, bytes);
}

const identityOf = ({ id, storageType, properties }: DataNodeConfig) =>
  ({ id: `DATANODE_${id}`, config_id: id, storage_type: storageType, properties }) as DataNodeIdentity;

const { error } = issuesOf("DataNodeConfigChecker");

/**
 * Default data, and files of the application, that do not fit the schema of their data node: a creation would be refused. For
 * `check-config`: reading all of them would delay the start of every isolate.
 * @param variable a variable or secret by its name
 */
export async function checkDeclaredValues(
  app: Pick<App, "dataNodes" | "files">,
  variable: (name: string) => unknown,
): Promise<readonly ConfigurationIssue[]> {
  const memory = { use: <T>(_: number | null, work: (budget: Budget) => Promise<T>) => work(new Budget()) };
  const values = createContents({ app, payloads: NOWHERE, binding: variable, memory, clock: () => 0 });
  const found: ConfigurationIssue[] = [];
  for (const config of app.dataNodes.values()) {
    if (config.schema === undefined || isOutside(config.storageType)) continue;
    const file = app.files.get(filePath(config) ?? "");
    const field = file === undefined ? "default_data" : "files";
    const value = config.defaultData;
    const reason = await refusalOf(async () => {
      if (file !== undefined) await checkText(values, config, file);
      else if (value !== undefined) await values.write(identityOf(config), value);
    });
    if (reason === null) continue;
    const what = file === undefined ? "`default_data`" : `The file \`${filePath(config)}\``;
    const message = `${what} of data node \`${config.id}\` can't be used. ${reason}`;
    found.push({ ...error(field, undefined, message), section: `DATA_NODE.${config.id}` });
  }
  return found;
}

async function refusalOf(work: () => Promise<unknown>): Promise<string | null> {
  try {
    await work();
    return null;
  } catch (thrown) {
    if (!(thrown instanceof TaipyError)) throw thrown;
    // What can't be written at all is a problem of `checkDefaultData`.
    return thrown.code === "schema_mismatch" || thrown.code === "unreadable_content" ? thrown.message : null;
  }
}
