// biome-ignore lint/suspicious/noExplicitAny: the library's own declarations give the types of its arguments and results.
type Construct = new (...values: any[]) => object;
// biome-ignore lint/suspicious/noExplicitAny: as above.
type Call = (...values: any[]) => unknown;

// docs/decisions/014-drivers-come-from-the-application.md
/**
 * Database libraries that are too large to be part of every Worker. An application whose data nodes need one imports it and
 * passes the module: `import * as mongodb from "mongodb"; defineApp({ drivers: { mongodb } })`.
 */
export interface Drivers {
  /** `import * as mongodb from "mongodb"`: for `mongoCollection`. */
  readonly mongodb?: { readonly MongoClient: Construct };
  /** `import * as mysql2 from "mysql2/promise"`: for `sqlTable` and `sql` with the engine `mysql`. */
  readonly mysql2?: { readonly createConnection: Call };
}

export type DriverName = keyof Drivers;

/** What to write to pass a driver, for messages. */
export const driverAdvice = (name: DriverName): string => {
  const source = { mongodb: "mongodb", mysql2: "mysql2/promise" }[name];
  return `\`import * as ${name} from "${source}"\` and give \`defineApp\` the option \`drivers: { ${name} }\``;
};
