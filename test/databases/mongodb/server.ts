import { type AddressInfo, createServer, type Socket } from "node:net";
import { type Collections, CommandError, Commands } from "./commands.ts";
import { type Credentials, ScramLogin } from "./scram.ts";
import { answer, type Command, takeMessages } from "./wire.ts";

/** How tests reach the server. */
export interface MongoAddress extends Credentials {
  readonly port: number;
}

/**
 * A server that speaks MongoDB's wire protocol with a login and keeps documents in memory. It shows what the official
 * driver does inside workerd: sockets, framing, login, batches. What MongoDB itself makes of a query it can't show.
 */
export async function startMongoServer(
  credentials: Credentials,
): Promise<{ readonly address: MongoAddress; stop(): Promise<void> }> {
  const collections: Collections = new Map();
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    socket.on("error", () => socket.destroy());
    serve(socket, new Session(credentials, collections));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    address: { ...credentials, port },
    async stop() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function serve(socket: Socket, session: Session): void {
  let pending: Buffer = Buffer.alloc(0);
  socket.on("data", (bytes) => {
    const { messages, rest } = takeMessages(Buffer.concat([pending, Buffer.from(bytes)]));
    pending = rest;
    for (const message of messages) socket.write(answer(message, session.reply(message.command)));
  });
}

const GREETING = {
  helloOk: true,
  isWritablePrimary: true,
  ismaster: true,
  maxBsonObjectSize: 16_777_216,
  maxMessageSizeBytes: 48_000_000,
  maxWriteBatchSize: 100_000,
  logicalSessionTimeoutMinutes: 30,
  connectionId: 1,
  minWireVersion: 0,
  maxWireVersion: 21,
  readOnly: false,
};

/** One connection: it may do nothing before its login. */
class Session {
  readonly #credentials: Credentials;
  readonly #commands: Commands;
  #login: ScramLogin | null = null;
  #isLoggedIn = false;

  constructor(credentials: Credentials, collections: Collections) {
    this.#credentials = credentials;
    this.#commands = new Commands(collections);
  }

  reply(command: Command): Command {
    try {
      return { ...this.#answer(command), ok: 1 };
    } catch (error) {
      if (!(error instanceof CommandError)) throw error;
      return { ok: 0, code: error.code, codeName: `Code${error.code}`, errmsg: error.message };
    }
  }

  #answer(command: Command): Command {
    const [name = ""] = Object.keys(command);
    switch (name) {
      case "hello":
      case "isMaster":
      case "ismaster":
        return this.#greet(command.speculativeAuthenticate as Command | undefined);
      case "saslStart":
        return this.#start(command);
      case "saslContinue":
        return this.#continue(command);
    }
    if (!this.#isLoggedIn) throw new CommandError(13, `command ${name} requires authentication`);
    return this.#commands.run(name, command);
  }

  #greet(early: Command | undefined): Command {
    const mechanisms = { saslSupportedMechs: ["SCRAM-SHA-256"] };
    if (early === undefined) return { ...GREETING, ...mechanisms, localTime: new Date() };
    return { ...GREETING, ...mechanisms, localTime: new Date(), speculativeAuthenticate: this.#start(early) };
  }

  #start({ payload }: Command): Command {
    this.#login = new ScramLogin(this.#credentials);
    return this.#step(this.#login.start(textOf(payload)), false);
  }

  #continue({ payload }: Command): Command {
    if (this.#isLoggedIn) return { conversationId: 1, done: true, payload: Buffer.alloc(0) };
    const proof = this.#login?.finish(textOf(payload)) ?? null;
    this.#isLoggedIn = proof !== null;
    return this.#step(proof, this.#isLoggedIn);
  }

  #step(text: string | null, done: boolean): Command {
    if (text === null) throw new CommandError(18, "Authentication failed.");
    return { conversationId: 1, done, payload: Buffer.from(text) };
  }
}

const textOf = (payload: unknown): string =>
  Buffer.from((payload as { readonly buffer: Uint8Array }).buffer).toString();
