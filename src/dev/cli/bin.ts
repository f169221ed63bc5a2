#!/usr/bin/env node
// The command `taipy-edge`. It imports nothing that an older Node can't read, so that it can say which one is needed.
import process from "node:process";

const NEEDED = [22, 18] as const;

const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
if (major < NEEDED[0] || (major === NEEDED[0] && minor < NEEDED[1])) {
  console.error(
    `taipy-edge needs Node ${NEEDED.join(".")} or newer; this is ${process.version}. Install Node 24: https://nodejs.org/`,
  );
  process.exit(1);
}

const { main } = await import("./main.ts");
process.exitCode = await main(process.argv.slice(2));
