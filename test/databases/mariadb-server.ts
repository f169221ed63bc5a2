import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { asUser, ownedBy, startServer } from "./process.ts";
import { type DatabaseServer, NARROW_USER, type ServerSetup } from "./server.ts";

const SERVER = "/usr/sbin/mariadbd";
const INSTALL = "/usr/bin/mariadb-install-db";

/** A MariaDB of its own data folder. */
export const mariadb: DatabaseServer = {
  packageName: "mariadb-server",
  isInstalled: () => existsSync(SERVER) && existsSync(INSTALL),

  async start({ folder, port, user, password, database }: ServerSetup) {
    const owner = "mysql";
    const data = path.join(folder, "data");
    const script = path.join(folder, "init.sql");
    await mkdir(data);
    await writeFile(
      script,
      [
        `CREATE DATABASE ${database} CHARACTER SET utf8mb4;`,
        `CREATE USER '${user}'@'127.0.0.1' IDENTIFIED BY '${password}';`,
        `GRANT ALL ON ${database}.* TO '${user}'@'127.0.0.1';`,
        `CREATE USER '${NARROW_USER}'@'127.0.0.1' IDENTIFIED BY '${password}' WITH MAX_USER_CONNECTIONS 1;`,
      ].join("\n"),
    );
    ownedBy(owner, folder, data, script);
    const common = ["--no-defaults", `--datadir=${data}`, "--innodb-buffer-pool-size=64M"];
    const [install, installArgs] = asUser(owner, INSTALL, [...common, "--skip-test-db"]);
    execFileSync(install, installArgs, { cwd: folder, stdio: ["ignore", "ignore", "pipe"] });
    const network = [`--port=${port}`, "--bind-address=127.0.0.1", "--skip-name-resolve"];
    const files = [`--socket=${folder}/socket`, `--pid-file=${folder}/pid`, `--init-file=${script}`];
    return startServer({
      command: asUser(owner, SERVER, [...common, ...network, ...files, "--innodb-flush-log-at-trx-commit=0"]),
      folder,
      ready: /ready for connections/,
      stopSignal: "SIGTERM",
    });
  },
};
