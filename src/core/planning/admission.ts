import type { CoreConfig } from "../config/app-types.ts";
import { withoutSecrets } from "../config/secrets/shown-values.ts";
import { configurationDifferences, type Difference, differenceText } from "../config/toml/differences.ts";
import { TaipyError } from "../errors.ts";

/** The class is not exported, so that only {@link judgeConfiguration} can create the proof. */
class AdmittedVersion {
  readonly #version: string;

  constructor(version: string) {
    this.#version = version;
  }

  /** The version of all entities that are created. */
  get version(): string {
    return this.#version;
  }
}

// docs/decisions/040-use-cases-over-ports.md
/**
 * Proof that the application's configuration is accepted under its version number. Every use case that creates or submits
 * entities takes it as its first argument, so that none can forget the check.
 */
export type Admitted = AdmittedVersion;

export interface Judgement {
  readonly admitted: Admitted;
  /** Whether the stored configuration must be replaced. */
  readonly replaces: boolean;
  /** The differences that need a new version number. Not empty only if `mode` or `force` permits them. */
  readonly differences: readonly Difference[];
}

const MAX_SHOWN = 10;

/**
 * Compares the application's configuration with the one that is stored under its version number, both as JSON.
 * @throws TaipyError `configuration_changed` when they differ and neither `mode` nor `force` permits it
 */
export function judgeConfiguration(
  { versionNumber, mode, force }: CoreConfig,
  kept: string,
  configuration: string,
): Judgement {
  const admitted = new AdmittedVersion(versionNumber);
  if (kept === configuration) return { admitted, replaces: false, differences: [] };
  // One that an earlier release has kept may hold secrets.
  const differences = configurationDifferences(withoutSecrets(JSON.parse(kept)), JSON.parse(configuration));
  if (differences.length > 0 && mode !== "development" && !force) throw changed(versionNumber, differences);
  return { admitted, replaces: true, differences };
}

function changed(version: string, differences: readonly Difference[]): TaipyError {
  const shown = differences.slice(0, MAX_SHOWN).map(differenceText);
  const more = differences.length > MAX_SHOWN ? ` and ${differences.length - MAX_SHOWN} more` : "";
  const advice = "Configure another version number, or core.force to keep this configuration under the old one.";
  return new TaipyError(
    "configuration_changed",
    `The configuration of version '${version}' has changed: ${shown.join("; ")}${more}. ${advice}`,
    { details: { version, differences: differences.length } },
  );
}
