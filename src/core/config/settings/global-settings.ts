import type { Properties } from "../../entities/fields.ts";
import type { GlobalSettings } from "../app-types.ts";
import { type ConfigurationIssue, issuesOf } from "../check/issue.ts";
import { type Environment, resolveTemplate, TemplateError, templateOf } from "./env-template.ts";

const issues = issuesOf("GlobalConfigChecker");

/** The global settings. As in Taipy's REST service, a variable overrides the configuration. */
export function globalSettings(
  configured: Readonly<Properties>,
  environment: Environment | null,
): { readonly settings: GlobalSettings; readonly issues: readonly ConfigurationIssue[] } {
  const found: ConfigurationIssue[] = [];
  const read = (key: string, variables: readonly string[]): unknown => {
    const variable = variables.map((name) => environment?.(name)).find((value) => value !== undefined && value !== "");
    if (variable !== undefined) return variable;
    const value = configured[key];
    const template = typeof value === "string" ? templateOf(value) : null;
    if (template === null) return value;
    if (environment === null) return undefined;
    try {
      return resolveTemplate(template, environment);
    } catch (error) {
      if (!(error instanceof TemplateError)) throw error;
      found.push({
        ...issues.error(key, value, `The global \`${key}\` can't be read. ${error.message}`),
        section: "TAIPY",
      });
      return undefined;
    }
  };
  const settings = {
    testing: isTrue(read("testing", ["TESTING"])),
    env: textOf(read("env", ["FLASK_ENV", "ENV"])),
    secretKey: textOf(read("secret_key", ["SECRET_KEY"])),
  };
  return { settings: Object.freeze(settings), issues: found };
}

const isTrue = (value: unknown): boolean =>
  value === true || (typeof value === "string" && /^(?:true|1|yes|on)$/i.test(value));

const textOf = (value: unknown): string | null => (value === undefined || value === null ? null : String(value));
