/**
 * The options that each config was declared with. Compiling needs to know which options were given: these override the file's
 * `default` section, the defaults of other options do not; and a name that is no option of the config is a problem.
 */
const GIVEN = new WeakMap<object, object>();

/** Remembers what a config was declared with. @returns the config */
export function withGiven<Config extends object>(config: Config, options: object): Config {
  GIVEN.set(config, options);
  return config;
}

/** The options that a config was declared with; null = a file has declared it, or untyped code. */
export const givenTo = (config: object): object | null => GIVEN.get(config) ?? null;
