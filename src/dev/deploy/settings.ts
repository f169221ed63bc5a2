import path from "node:path";
import type { TablePlace } from "./with-line-table.ts";

/** The parts of wrangler's configuration, of one environment, that a deployment depends on. */
export interface WranglerConfig {
  readonly d1_databases?: readonly {
    readonly binding: string;
    readonly migrations_dir?: string | undefined;
    readonly migrations_table?: string | undefined;
  }[];
  readonly version_metadata?: { readonly binding: string } | undefined;
  readonly assets?: { readonly directory?: string | undefined; readonly binding?: string | undefined } | undefined;
  /** Of the file. */
  readonly configPath?: string | undefined;
  readonly workers_dev?: boolean | undefined;
  readonly routes?:
    | readonly (string | { readonly pattern: string; readonly custom_domain?: boolean | undefined })[]
    | undefined;
}

const TABLE = "d1_migrations";
const ASSETS = "ASSETS";
const METADATA = "CF_VERSION_METADATA";

/** Where the line table of the bundle belongs. */
export function tablePlaceOf({ assets, configPath }: WranglerConfig): TablePlace {
  const project = path.dirname(path.resolve(configPath ?? "wrangler.toml"));
  const isRead = assets?.binding === ASSETS && assets.directory !== undefined;
  return { project, assets: isRead ? path.resolve(project, assets.directory ?? "") : null };
}

/** What can't be deployed, in words for the operator. */
export function problemsOf(config: WranglerConfig, hasUrl: boolean): string[] {
  const problems: string[] = [];
  const database = config.d1_databases?.find(({ binding }) => binding === "DB");
  if (database === undefined)
    problems.push("The D1 database `DB` is missing: add `[[d1_databases]]`, with `migrations_dir`.");
  else if ((database.migrations_table ?? TABLE) !== TABLE) {
    problems.push(`\`migrations_table\` must be \`${TABLE}\`: the service looks there for the migrations that D1 has.`);
  }
  if (!hasUrl && addressOf(config) === null && !hasWorkersDev(config)) {
    problems.push("wrangler can't say where the service answers: give its address with --url.");
  }
  return problems;
}

/** What is better mended, and stops nothing. */
export const warningsOf = (config: WranglerConfig): string[] =>
  config.version_metadata?.binding === METADATA
    ? []
    : [`Without \`[version_metadata]\` and \`binding = "${METADATA}"\` it can't be seen which version answers.`];

/** The custom domain of the configuration; null = it has none. */
export function addressOf({ routes = [] }: WranglerConfig): string | null {
  for (const route of routes) {
    if (typeof route === "object" && route.custom_domain === true) return `https://${route.pattern}`;
  }
  return null;
}

/** As wrangler has it: by itself, unless there are routes. */
const hasWorkersDev = ({ workers_dev, routes = [] }: WranglerConfig): boolean => workers_dev ?? routes.length === 0;
