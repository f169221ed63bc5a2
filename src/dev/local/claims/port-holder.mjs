// Which process listens on a port, as far as the system tells it to this user.
import { execFile } from "node:child_process";
import { readdir, readFile, readlink } from "node:fs/promises";
import process from "node:process";
import { promisify } from "node:util";

const LISTENING = "0A";
const MAX_COMMAND = 120;
const PATIENCE_MS = 3000;

/**
 * @param {number} port
 * @returns {Promise<string | null>} such as "process 4711 (python3 -m http.server 5000, in /home/me/site)"; null where the system
 *   does not say
 */
export async function holderOf(port) {
  const pid = await (process.platform === "linux" ? linuxListener(port) : listenerByLsof(port)).catch(() => null);
  if (pid === null) return null;
  const found = await describe(pid);
  // The local runtime says less than what has started it.
  const starter = found.name === "workerd" && found.parent > 1 ? await describe(found.parent) : null;
  const { pid: named, command, folder } = starter ?? found;
  const details = [shortened(command), ...(folder === null ? [] : [`in ${folder}`])].filter((text) => text !== "");
  return `process ${named}${details.length === 0 ? "" : ` (${details.join(", ")})`}`;
}

async function linuxListener(port) {
  const tables = await Promise.all(["/proc/net/tcp", "/proc/net/tcp6"].map((file) => readFile(file, "utf8")));
  const inodes = tables
    .flatMap((table) => table.split("\n").slice(1))
    .map((line) => line.trim().split(/\s+/))
    .filter(([, local, , state]) => state === LISTENING && Number.parseInt(local.split(":")[1], 16) === port)
    .map((fields) => `socket:[${fields[9]}]`);
  for (const pid of (await readdir("/proc")).filter((name) => /^\d+$/.test(name))) {
    if (await hasOne(pid, inodes)) return Number(pid);
  }
  return null;
}

async function hasOne(pid, links) {
  const folder = `/proc/${pid}/fd`;
  const files = await readdir(folder).catch(() => []);
  const targets = await Promise.all(files.map((file) => readlink(`${folder}/${file}`).catch(() => "")));
  return targets.some((target) => links.includes(target));
}

async function listenerByLsof(port) {
  const output = await run("lsof", "-nP", `-iTCP:${port}`, "-sTCP:LISTEN", "-t");
  const pid = Number(output.split("\n")[0]);
  return pid > 0 ? pid : null;
}

async function describe(pid) {
  if (process.platform !== "linux") {
    const [parent = "", ...command] = (await run("ps", "-o", "ppid=,command=", "-p", String(pid))).trim().split(/\s+/);
    return { pid, parent: Number(parent), command: command.join(" "), name: nameOf(command[0]), folder: null };
  }
  const file = (name) => readFile(`/proc/${pid}/${name}`, "utf8").catch(() => "");
  const command = (await file("cmdline")).split("\0").filter((part) => part !== "");
  const parent = Number(/^PPid:\s*(\d+)/m.exec(await file("status"))?.[1] ?? 0);
  const folder = await readlink(`/proc/${pid}/cwd`).catch(() => null);
  return { pid, parent, command: command.join(" "), name: nameOf(command[0]), folder };
}

const nameOf = (file = "") => file.split("/").at(-1);
const shortened = (text) => (text.length > MAX_COMMAND ? `${text.slice(0, MAX_COMMAND)} …` : text);

async function run(file, ...args) {
  return (await promisify(execFile)(file, args, { timeout: PATIENCE_MS })).stdout;
}
