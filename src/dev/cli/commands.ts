import process from "node:process";

/** A command of `taipy-edge`. */
interface Command {
  /** What follows its name on the command line. */
  readonly takes: string;
  readonly summary: string;
  /** @returns the exit code */
  run(args: readonly string[]): Promise<number>;
}

/** Each loads its own module only, so that `init` needs nothing that a project installs. */
export const COMMANDS: Readonly<Record<string, Command>> = {
  init: {
    takes: "<folder>",
    summary: "makes a project in a new folder",
    run: async (args) => (await import("./init/init.ts")).init(args),
  },
  dev: {
    takes: "[flags]",
    summary: "runs the project's service on this machine, and reloads it when a file is saved",
    async run(args) {
      const { requireWrangler } = await import("./required-packages.ts");
      requireWrangler();
      // The script reads its arguments from the process.
      process.argv = [...process.argv.slice(0, 2), ...args];
      await import(new URL("../start.mjs", import.meta.url).href);
      // It goes on until a signal ends it.
      return 0;
    },
  },
  check: {
    takes: "[--against URL] [flags]",
    summary: "prints the problems of the configuration, of wrangler.toml and of the types",
    run: async (args) => (await import("./check/check-project.ts")).checkProject(args),
  },
  deploy: {
    takes: "[options]",
    summary: "checks, migrates, deploys and verifies an environment, and goes back when it does not answer",
    async run(args) {
      const { requireWrangler } = await import("./required-packages.ts");
      requireWrangler();
      const { deploy } = await import("../deploy/deploy.ts");
      return deploy(args);
    },
  },
  upgrade: {
    takes: "[--write]",
    summary: "compares wrangler.toml with what this release needs; --write adds the bindings that it lacks",
    run: async (args) => (await import("./upgrade/upgrade.ts")).upgrade(args),
  },
};

export const commandOf = (name: string): Command | null =>
  Object.hasOwn(COMMANDS, name) ? (COMMANDS[name] ?? null) : null;
