import { createHash, createHmac, pbkdf2Sync, randomBytes, timingSafeEqual } from "node:crypto";

const ITERATIONS = 4_096;

export interface Credentials {
  readonly user: string;
  readonly password: string;
}

/** The server's side of one SCRAM-SHA-256 login (RFC 5802 and 7677). */
export class ScramLogin {
  readonly #credentials: Credentials;
  readonly #salt = randomBytes(24);
  #clientFirst = "";
  #serverFirst = "";

  constructor(credentials: Credentials) {
    this.#credentials = credentials;
  }

  /** The first answer, or null for an unknown user. */
  start(message: string): string | null {
    this.#clientFirst = message.replace(/^n,,/, "");
    const { n: user, r: nonce } = attributes(this.#clientFirst);
    if (user !== this.#credentials.user) return null;
    this.#serverFirst = `r=${nonce}${randomBytes(18).toString("base64")},s=${this.#salt.toString("base64")},i=${ITERATIONS}`;
    return this.#serverFirst;
  }

  /** The server's own proof, or null when the client's is wrong. */
  finish(message: string): string | null {
    const { p: proof = "" } = attributes(message);
    const signed = `${this.#clientFirst},${this.#serverFirst},${message.replace(/,p=.*$/, "")}`;
    const salted = pbkdf2Sync(this.#credentials.password, this.#salt, ITERATIONS, 32, "sha256");
    const clientKey = hmac(salted, "Client Key");
    const signature = hmac(createHash("sha256").update(clientKey).digest(), signed);
    const expected = clientKey.map((byte, index) => byte ^ (signature[index] ?? 0));
    const given = Buffer.from(proof, "base64");
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null;
    return `v=${hmac(hmac(salted, "Server Key"), signed).toString("base64")}`;
  }
}

const hmac = (key: Buffer, text: string) => createHmac("sha256", key).update(text).digest();

const attributes = (message: string): Partial<Record<string, string>> =>
  Object.fromEntries(message.split(",").map((part) => [part.slice(0, 1), part.slice(2)]));
