import path from "node:path";
import process from "node:process";
import { parseArgs } from "node:util";
import { sharedResources } from "./shared-resources.ts";

export interface EnvironmentProblems {
  readonly problems: readonly string[];
  /** Where they are. */
  readonly from: string;
}

/**
 * What is wrong with the environments of wrangler's configuration, whichever of its formats it has.
 * @param args those of `taipy-edge check`
 */
export async function environmentProblems(args: readonly string[]): Promise<EnvironmentProblems> {
  const { experimental_readRawConfig: readRawConfig } = await import("wrangler");
  const config = configOf(args);
  try {
    const { rawConfig, configPath } = readRawConfig({ config }, { hideWarnings: true });
    return { problems: sharedResources(rawConfig), from: shown(configPath ?? "wrangler.toml") };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const { location } = error as { readonly location?: Location };
    const from = shown(location?.file ?? config ?? "wrangler.toml");
    return {
      problems: [error.message],
      from: location === undefined ? from : `${from}:${location.line}:${location.column}`,
    };
  }
}

interface Location {
  readonly file?: string;
  readonly line: number;
  readonly column: number;
}

const shown = (file: string): string => path.relative(process.cwd(), path.resolve(file));

/** undefined = the file that wrangler finds. */
function configOf(args: readonly string[]): string | undefined {
  const options = { config: { type: "string", short: "c" } } as const;
  const { config } = parseArgs({ args: [...args], options, strict: false }).values;
  return typeof config === "string" ? config : undefined;
}
