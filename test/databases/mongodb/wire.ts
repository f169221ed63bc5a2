import { BSON } from "mongodb";

const OP_REPLY = 1;
const OP_QUERY = 2004;
const OP_MSG = 2013;
const HEADER_BYTES = 16;
const CHECKSUM_PRESENT = 1;

export type Command = Record<string, unknown>;

export interface Message {
  readonly requestId: number;
  readonly opCode: number;
  readonly command: Command;
}

/** The whole messages at the start of what has come, and the rest. */
export function takeMessages(bytes: Buffer): { readonly messages: Message[]; readonly rest: Buffer } {
  const messages: Message[] = [];
  let rest = bytes;
  while (rest.length >= HEADER_BYTES && rest.length >= rest.readInt32LE(0)) {
    const length = rest.readInt32LE(0);
    messages.push(parseMessage(rest.subarray(0, length)));
    rest = rest.subarray(length);
  }
  return { messages, rest };
}

function parseMessage(message: Buffer): Message {
  const requestId = message.readInt32LE(4);
  const opCode = message.readInt32LE(12);
  if (opCode === OP_MSG) return { requestId, opCode, command: sections(message) };
  if (opCode !== OP_QUERY) throw new Error(`operation ${opCode} is not spoken here`);
  const body = message.indexOf(0, HEADER_BYTES + 4) + 9;
  return { requestId, opCode, command: decode(message.subarray(body)) };
}

/** One document, and lists of documents that travel beside it under a name. */
function sections(message: Buffer): Command {
  const end = message.length - (message.readUInt32LE(HEADER_BYTES) & CHECKSUM_PRESENT ? 4 : 0);
  const command: Command = {};
  let at = HEADER_BYTES + 4;
  while (at < end) {
    const kind = message[at];
    const size = message.readInt32LE(at + 1);
    const section = message.subarray(at + 1, at + 1 + size);
    if (kind === 0) Object.assign(command, decode(section));
    else {
      const nameEnd = section.indexOf(0, 4);
      command[section.toString("utf8", 4, nameEnd)] = documents(section.subarray(nameEnd + 1));
    }
    at += 1 + size;
  }
  return command;
}

function documents(bytes: Buffer): unknown[] {
  const found: unknown[] = [];
  for (let at = 0; at < bytes.length; at += bytes.readInt32LE(at)) {
    found.push(decode(bytes.subarray(at, at + bytes.readInt32LE(at))));
  }
  return found;
}

const decode = (bytes: Buffer) => BSON.deserialize(bytes, { promoteLongs: false, promoteBuffers: false }) as Command;

/** The answer to a message, in the form of its question. */
export function answer({ requestId, opCode }: Message, reply: Command): Buffer {
  const body = BSON.serialize(reply);
  const middle = Buffer.alloc(opCode === OP_MSG ? 5 : 20);
  if (opCode !== OP_MSG) middle.writeInt32LE(1, 16);
  const header = Buffer.alloc(HEADER_BYTES);
  header.writeInt32LE(HEADER_BYTES + middle.length + body.length, 0);
  header.writeInt32LE(requestId, 8);
  header.writeInt32LE(opCode === OP_MSG ? OP_MSG : OP_REPLY, 12);
  return Buffer.concat([header, middle, body]);
}
