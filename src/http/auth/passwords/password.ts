import { fromHex, sameDigest, toHex } from "../digest.ts";

// A stored password is `pbkdf2-sha512$<iterations>$<salt>$<hash>`, salt and hash in hex. A password is checked with its stored
// number of iterations, so the number for new passwords can be raised.

// docs/decisions/027-credentials-are-kept-as-hashes.md
const ALGORITHM = "pbkdf2-sha512";
/** The maximum of the platform's WebCrypto. */
const ITERATIONS = 100_000;
const SALT_BYTES = 16;
const HASH_BYTES = 32;
const STORED = /^pbkdf2-sha512\$(\d{1,7})\$((?:[0-9a-f]{2})+)\$((?:[0-9a-f]{2})+)$/;

export const MIN_PASSWORD_LENGTH = 12;
export const MAX_PASSWORD_LENGTH = 1_024;

export async function hashPassword(password: string): Promise<string> {
  const salt = crypto.getRandomValues(new Uint8Array(SALT_BYTES));
  const hash = await derive(password, salt, ITERATIONS, HASH_BYTES);
  return [ALGORITHM, ITERATIONS, toHex(salt), toHex(hash)].join("$");
}

/** Matches no password; checking it takes as long as checking a real one. */
const NO_PASSWORD = [ALGORITHM, ITERATIONS, "00".repeat(SALT_BYTES), "00".repeat(HASH_BYTES)].join("$");

/** @param stored null = the user does not exist: the result is false, after the same time */
export async function isPassword(password: string, stored: string | null): Promise<boolean> {
  const [, iterations, salt, hash] = STORED.exec(stored ?? NO_PASSWORD) ?? [];
  if (iterations === undefined || salt === undefined || hash === undefined) {
    throw new Error("A stored password has an unknown form");
  }
  const expected = fromHex(hash);
  const derived = await derive(password, fromHex(salt), Number(iterations), expected.byteLength);
  return sameDigest(derived, expected) && stored !== null;
}

async function derive(password: string, salt: Uint8Array, iterations: number, bytes: number): Promise<Uint8Array> {
  // NFKC, because keyboards compose the same accented letter differently.
  const text = new TextEncoder().encode(password.normalize("NFKC"));
  const key = await crypto.subtle.importKey("raw", text, "PBKDF2", false, ["deriveBits"]);
  const parameters = { name: "PBKDF2", hash: "SHA-512", salt, iterations };
  return new Uint8Array(await crypto.subtle.deriveBits(parameters, key, bytes * 8));
}
