import type { ReadTemplate } from "./templates.ts";

/** The environments of a project beside the one without a name, which runs on the developer's machine. */
const ENVIRONMENTS = ["staging", "production"] as const;

/** wrangler.toml of a project. An environment of wrangler's inherits no bindings, so each has its own. */
export function wranglerText(name: string, read: ReadTemplate): string {
  const head = read("cli/template/wrangler.toml.template").replace('name = "my-app"', `name = "${name}"`);
  const bindings = read("cli/template/bindings.toml.template");
  const environments = ENVIRONMENTS.map(
    (environment) =>
      `\n# The environment \`${environment}\`. An environment of wrangler's inherits no bindings, so each has its own.\n` +
      `[env.${environment}]\nname = "${name}-${environment}"\n${bindingsText(bindings, name, environment)}`,
  );
  return [head, bindingsText(bindings, name, null), ...environments].join("");
}

/** The bindings of one environment, a table each. */
export function bindingBlocks(name: string, environment: string | null, read: ReadTemplate): readonly string[] {
  const text = bindingsText(read("cli/template/bindings.toml.template"), name, environment);
  return text
    .split(/^\n/m)
    .filter((block) => block !== "")
    .map((block) => `\n${block}`);
}

/** The bindings of one environment; null = the one without a name. */
function bindingsText(template: string, name: string, environment: string | null): string {
  const worker = environment === null ? name : `${name}-${environment}`;
  const tables = environment === null ? "" : `env.${environment}.`;
  return template
    .replaceAll("{worker}", worker)
    .replaceAll("{limit}", String(limitNumber(worker)))
    .replaceAll("{tables}", tables);
}

const OFFSET_BASIS = 2_166_136_261;
const PRIME = 16_777_619;
const NUMBERS = 100_000;

/** An account counts requests by these numbers, so each Worker has its own: a hash (FNV-1a) of its name, of six digits. */
function limitNumber(worker: string): number {
  const hash = [...worker].reduce((sum, letter) => Math.imul(sum ^ (letter.codePointAt(0) ?? 0), PRIME), OFFSET_BASIS);
  return NUMBERS + ((hash >>> 0) % NUMBERS);
}
