import { createHash } from "node:crypto";

/**
 * Runs work while `crypto.subtle.digest` answers at once: a digest that another thread makes would be ready at a time that
 * no seed decides.
 */
export async function withOwnDigest<T>(work: () => Promise<T>): Promise<T> {
  const digest: SubtleCrypto["digest"] = async (_algorithm, data) => {
    const bytes = ArrayBuffer.isView(data)
      ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
      : new Uint8Array(data);
    return new Uint8Array(createHash("sha256").update(bytes).digest()).buffer;
  };
  Object.defineProperty(crypto.subtle, "digest", { value: digest, configurable: true });
  try {
    return await work();
  } finally {
    Reflect.deleteProperty(crypto.subtle, "digest");
  }
}
