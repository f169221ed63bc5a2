import { createServer } from "node:net";
import { describe, expect, it } from "vitest";
import { freePort, listening as listeningServer, portOf } from "../../harness/ports.ts";

interface Socket {
  readonly address: string;
  readonly port: number;
}
interface Ports {
  readonly PortTakenError: new (message: string) => Error;
  freePort(socket: Socket): Promise<number>;
  listening<Result>(given: {
    socket: Socket;
    isAny: boolean;
    run: (socket: Socket) => Promise<Result>;
    pauseMs: number;
  }): Promise<{ port: number; result: Result }>;
}

// A variable, because the compiler has no types for plain JavaScript.
const MODULE: string = new URL("../../../src/dev/local/claims/ports.mjs", import.meta.url).href;
const { freePort: freePortOf, listening, PortTakenError } = (await import(MODULE)) as Ports;

const address = "127.0.0.1";

describe("the port of npm start", () => {
  it("is another free one when a program has taken the one that was found, as long as any will do", async () => {
    const tried: number[] = [];
    const first = await freePort();
    const { port, result } = await listening({
      socket: { address, port: first },
      isAny: true,
      pauseMs: 0,
      run: async (socket) => {
        tried.push(socket.port);
        if (tried.length < 3) throw new PortTakenError("taken");
        return "listens";
      },
    });
    expect(result).toBe("listens");
    expect(tried).toHaveLength(3);
    expect(port).toBe(tried[2]);
    expect(port).not.toBe(0);
  });

  it("stays the given one, and is tried a few times only", async () => {
    const tried: number[] = [];
    const run = async (socket: Socket) => {
      tried.push(socket.port);
      throw new PortTakenError("taken for good");
    };
    const socket = { address, port: 5000 };
    await expect(listening({ socket, isAny: false, run, pauseMs: 0 })).rejects.toThrow("taken for good");
    expect(tried).toEqual([5000, 5000, 5000, 5000, 5000]);
  });

  it("is not tried again after another failure", async () => {
    const run = () => Promise.reject(new Error("no memory"));
    const socket = { address, port: 5000 };
    await expect(listening({ socket, isAny: true, run, pauseMs: 0 })).rejects.toThrow("no memory");
  });

  it.runIf(process.platform === "linux")("says which process listens on it, and what to do", async () => {
    const server = await listeningServer(createServer());
    const port = portOf(server);
    const message = await freePortOf({ address, port }).catch((error: Error) => error.message);
    server.close();
    expect(message).toContain(`Port ${port} is in use by process ${process.pid} (`);
    expect(message).toContain(
      `, in ${process.cwd()}). End it, or choose another port: npm start -- --port ${port + 1}`,
    );
  });
});
