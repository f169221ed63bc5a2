import type { ScenarioConfig } from "../config/app-types.ts";
import { hiddenName, storedProperties } from "../config/secrets/shown-values.ts";
import type { Scenario } from "../entities/scenario.ts";
import { TaipyError } from "../errors.ts";
import { refuseLongText } from "../names/short-text.ts";
import { shownName } from "../names/unknown-names.ts";
import type { Timestamp } from "../time.ts";
import { withTags } from "./scenario-tags.ts";

/** What the caller of a creation may choose about a scenario. */
export interface ScenarioDescription {
  /** Becomes the property `name`, whatever `properties` says. */
  readonly name?: string | undefined;
  /** Decides the cycle. Default: the time of the creation. */
  readonly creation_date?: Timestamp | undefined;
  readonly tags?: readonly string[] | undefined;
  /** Go before those of the configuration. */
  readonly properties?: Readonly<Record<string, unknown>> | undefined;
}

/** A list reads hundreds of entities at once, and a page of them must fit into the memory of a Worker. */
const MAX_PROPERTIES_CHARACTERS = 20_000;

/**
 * The properties and the tags of a new scenario.
 * @throws TaipyError `validation_failed` for a tag that the configuration does not allow, `hidden_value`, `body_too_large`
 */
export function describedScenario(
  config: Pick<ScenarioConfig, "properties">,
  { name, tags = [], properties = {} }: ScenarioDescription,
): Pick<Scenario, "properties" | "tags"> {
  refuseLongText("name", name);
  refuseLongText("name", properties.name);
  refuseHidden(properties);
  refuseLarge(properties, "scenario");
  const merged = { ...config.properties, ...properties, ...(name !== undefined && { name }) };
  return { properties: storedProperties(merged), tags: withTags("tags", config, tags) };
}

/** @throws TaipyError `hidden_value` for a property that has what views show in the place of a secret */
export function refuseHidden(properties: Readonly<Record<string, unknown>>): void {
  const hidden = hiddenName(properties);
  if (hidden === null) return;
  const message = `The property '${shownName(hidden)}' is "***", which answers show in the place of a secret: send its value, or leave it out.`;
  throw new TaipyError("hidden_value", message);
}

/** @throws TaipyError `body_too_large` */
export function refuseLarge(properties: Readonly<Record<string, unknown>>, entity: string): void {
  if (JSON.stringify(properties).length <= MAX_PROPERTIES_CHARACTERS) return;
  const message = `The properties of a ${entity} take ${MAX_PROPERTIES_CHARACTERS} characters at most.`;
  throw new TaipyError("body_too_large", message);
}
