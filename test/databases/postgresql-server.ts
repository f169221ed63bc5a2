import { execFileSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { asUser, ownedBy, startServer } from "./process.ts";
import type { DatabaseServer, ServerSetup } from "./server.ts";

/** Debian keeps the server's programs outside the PATH, one folder a version. */
const DEBIAN = "/usr/lib/postgresql";

function programFolder(): string | null {
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN).sort((a, b) => Number(b) - Number(a)) : [];
  const folders = versions.map((version) => path.join(DEBIAN, version, "bin"));
  return folders.find((folder) => existsSync(path.join(folder, "initdb"))) ?? null;
}

/** A PostgreSQL of its own data folder; it refuses to run as root. */
export const postgresql: DatabaseServer = {
  packageName: "postgresql",
  isInstalled: () => programFolder() !== null,

  async start({ folder, port, user, password, durable = false }: ServerSetup) {
    const programs = programFolder() ?? "";
    const owner = "postgres";
    const data = path.join(folder, "data");
    const passwordFile = path.join(folder, "password");
    await mkdir(data);
    await writeFile(passwordFile, password);
    ownedBy(owner, folder, data, passwordFile);
    const init = ["-D", data, "-U", user, "--auth=scram-sha-256", `--pwfile=${passwordFile}`, "-E", "UTF8", "-N"];
    const [command, args] = asUser(owner, path.join(programs, "initdb"), [...init, "--locale=C.UTF-8"]);
    execFileSync(command, args, { cwd: folder, stdio: ["ignore", "ignore", "pipe"] });
    const options = ["-D", data, "-p", String(port), "-k", folder, "-c", "listen_addresses=127.0.0.1"];
    return startServer({
      command: asUser(owner, path.join(programs, "postgres"), [...options, ...(durable ? [] : ["-F"])]),
      folder,
      ready: /ready to accept connections/,
      stopSignal: "SIGINT",
    });
  },
};
