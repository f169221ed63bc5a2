import { configJson, type ShownConfigKind } from "../../../core/config/config-json.ts";
import { shapeOf } from "../../../core/config/shapes.ts";
import { configurationToml, exportConfiguration } from "../../../core/config/toml/export.ts";
import { existing } from "../../../core/missing.ts";
import { jsonOfValue } from "../../../core/values/json-value.ts";
import { json, jsonText } from "../../output/answers.ts";
import { type Action, action } from "../../pipeline/action.ts";

/** The applied configuration, in the sections and the typed texts of Taipy's files. */
export const getConfigurationAction = action({
  answer: { kind: "configuration" },
  handle: async ({ deps }) => {
    const { sections } = exportConfiguration(deps.app);
    const shapes = await deps.shapes();
    const dataNodes = Object.entries(sections.DATA_NODE ?? {}).map(([id, keys]) => {
      const schema = shapeOf({ id, ...deps.app.dataNodes.get(id) }, shapes);
      return [id, schema === null ? keys : { ...(keys as object), schema }];
    });
    return json({ ...sections, DATA_NODE: Object.fromEntries(dataNodes) });
  },
});

/** The same as a file that can be loaded. */
export const getConfigurationTomlAction = action({
  answer: { kind: "configurationToml" },
  handle: async ({ deps }) =>
    new Response(configurationToml(deps.app), { headers: { "Content-Type": "text/plain; charset=utf-8" } }),
});

/** One config by its id. */
export function getConfigAction(kind: ShownConfigKind): Action {
  return action({
    answer: { kind: "config", of: kind },
    errors: [`${kind}_config_not_found`],
    handle: async ({ deps, id }) => {
      const config = existing(`${kind}_config`, id, configJson(deps.app, kind, id, await deps.shapes()));
      return jsonText(jsonOfValue(config));
    },
  });
}
