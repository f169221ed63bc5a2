// One `npm start` at a time uses a folder of data: the objects of two would overwrite each other's rows.
import { createHash } from "node:crypto";
import { mkdirSync, realpathSync, rmSync } from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import process from "node:process";

/**
 * Claims a folder until this process ends. The claim is a local socket, so that it ends with the process, however that ends.
 * @param {string} folder is created when it is missing
 * @returns {Promise<{ claimed: true } | { claimed: false, by: string }>} `by` is the id of the process that has claimed it
 */
export async function claim(folder) {
  mkdirSync(folder, { recursive: true });
  const name = `taipy-edge-${createHash("sha256").update(realpathSync(folder)).digest("hex").slice(0, 24)}`;
  const address = process.platform === "win32" ? `\\\\.\\pipe\\${name}` : path.join(tmpdir(), `${name}.sock`);
  for (let tries = 0; tries < 3; tries++) {
    if (await listen(address)) return { claimed: true };
    const by = await owner(address);
    if (by !== null) return { claimed: false, by };
    // The file of a process that was killed.
    rmSync(address, { force: true });
  }
  return { claimed: false, by: "unknown" };
}

function listen(address) {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => {
      socket.on("error", () => undefined);
      socket.end(String(process.pid));
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
    socket.on("data", (chunk) => (text += chunk));
    socket.on("error", () => resolve(null));
    socket.on("end", () => resolve(text || "unknown"));
  });
}
