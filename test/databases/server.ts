/** Where and for whom a server is started. */
/** A user of the server that may have one connection only. */
export const NARROW_USER = "narrow";

export interface ServerSetup {
  /** An empty folder of its own. */
  readonly folder: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly database: string;
  /** Whether a commit is on the disk before it is answered. Tests of storage types do without. */
  readonly durable?: boolean;
}

/** A database server that the tests start themselves. */
export interface DatabaseServer {
  /** Debian's name. */
  readonly packageName: string;
  isInstalled(): boolean;
  /** Answers, once the server takes connections, what stops it. */
  start(setup: ServerSetup): Promise<() => Promise<void>>;
}
