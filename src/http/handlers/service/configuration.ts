import { configJson, type ShownConfigKind } from "../../../core/config/config-json.ts";
import { configurationToml, exportConfiguration } from "../../../core/config/toml/export.ts";
import { existing } from "../../../core/missing.ts";
import { json, jsonText } from "../../output/answers.ts";
import { jsonOfValue } from "../../output/json-value.ts";
import { action } from "../../pipeline/action.ts";
import type { Action } from "../../pipeline/exchange.ts";

/** The applied configuration, in the sections and the typed texts of Taipy's files. */
export const getConfiguration = action({
  answer: { kind: "configuration" },
  handle: async ({ services }) => json(exportConfiguration(services.app).sections),
});

/** The same as a file that can be loaded. */
export const getConfigurationToml = action({
  answer: { kind: "configurationToml" },
  handle: async ({ services }) =>
    new Response(configurationToml(services.app), { headers: { "Content-Type": "text/plain; charset=utf-8" } }),
});

/** One config by its id. */
export function getConfig(kind: ShownConfigKind): Action {
  return action({
    answer: { kind: "config", of: kind },
    errors: [`${kind}_config_not_found`],
    handle: async ({ services, id }) => {
      const config = existing(`${kind}_config`, id, configJson(services.app, kind, id));
      return jsonText(jsonOfValue(config));
    },
  });
}
