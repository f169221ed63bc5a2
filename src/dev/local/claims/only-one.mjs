// One `npm start` at a time uses a folder of data: the objects of two would overwrite each other's rows.
import { createHash } from "node:crypto";
import { mkdirSync, realpathSync, rmSync } from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import process from "node:process";
import { StartError } from "../start-error.mjs";

const PATIENCE_MS = 2000;

/**
 * @param {string} folder of data
 * @param {() => string | null} url where this process answers, as soon as it does
 * @throws StartError when another process uses the folder
 */
export async function claimData(folder, url) {
  const { by } = await claim(folder, url);
  if (by === null) return;
  const [pid, place] = by.split(" ");
  const where = place === undefined ? "" : `, and answers on ${place}`;
  throw new StartError(
    `Another \`npm start\` (process ${pid}) uses the data in ${folder}${where}. Use that one, end it, or give this one a ` +
      "folder of its own: npm start -- --port 5001 --persist-to .wrangler/other",
  );
}

/**
 * Claims a folder until this process ends. The claim is a local socket, so that it ends with the process, however that ends.
 * @returns {Promise<{ by: string | null }>} the process that has claimed it before: its id, a blank and its URL
 */
async function claim(folder, url) {
  mkdirSync(folder, { recursive: true });
  const name = `taipy-edge-${createHash("sha256").update(realpathSync(folder)).digest("hex").slice(0, 24)}`;
  const address = process.platform === "win32" ? `\\\\.\\pipe\\${name}` : path.join(tmpdir(), `${name}.sock`);
  for (let tries = 0; tries < 3; tries++) {
    if (await listen(address, url)) return { by: null };
    const by = await owner(address);
    if (by !== null) return { by };
    // The file of a process that was killed.
    rmSync(address, { force: true });
  }
  return { by: "unknown" };
}

function listen(address, url) {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => {
      socket.on("error", () => undefined);
      socket.end([process.pid, url() ?? []].flat().join(" "));
    });
    server.unref();
    server.once("error", (error) => (error.code === "EADDRINUSE" ? resolve(false) : reject(error)));
    server.listen({ path: address, exclusive: true }, () => resolve(true));
  });
}

function owner(address) {
  return new Promise((resolve) => {
    let text = "";
    const socket = connect(address);
    socket.setEncoding("utf8");
    // Its process has been stopped (Ctrl+Z), and still has its data.
    socket.setTimeout(PATIENCE_MS, () => socket.destroy(new Error("silent")));
    socket.on("data", (chunk) => (text += chunk));
    socket.on("error", ({ message }) => resolve(message === "silent" ? "unknown" : null));
    socket.on("end", () => resolve(text || "unknown"));
  });
}
