import { execFile } from "node:child_process";
import { promisify } from "node:util";

export const PYTHON = "/usr/bin/python3";

const run = promisify(execFile);

/** Whether tests may drive a program of the machine. In CI they always do, and fail without it; elsewhere they are skipped loudly. */
async function hasProgram(needed: string, file: string, ...args: readonly string[]): Promise<boolean> {
  if (process.env.CI) return true;
  return run(file, args).then(
    () => true,
    () => {
      process.stderr.write(`\nSKIPPED: there is no ${needed}; install it to run the tests that need it.\n\n`);
      return false;
    },
  );
}

export const hasCurl = (): Promise<boolean> => hasProgram("bash with curl", "bash", "-c", "curl --version");

export const hasRequests = (): Promise<boolean> =>
  hasProgram(`${PYTHON} with requests (Debian's python3-requests)`, PYTHON, "-c", "import requests");
