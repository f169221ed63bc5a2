import { TaipyError } from "../../core/errors.ts";

/** What a database says of a statement it does not take, without the secrets. A refusal of our own stays as it is. */
export function statementRefusal(error: unknown, secrets: readonly string[]): TaipyError {
  if (error instanceof TaipyError) return error;
  return new TaipyError("invalid_value", `The database has refused this: ${told(error, secrets)}.`);
}

export function connectionRefusal(error: unknown, engine: string, secrets: readonly string[]): TaipyError {
  if (error instanceof TaipyError) return error;
  return new TaipyError("invalid_value", `The ${engine} database cannot be reached: ${told(error, secrets)}.`);
}

function told(error: unknown, secrets: readonly string[]): string {
  const { message = "", code = "" } = error instanceof Error ? (error as Error & { code?: unknown }) : {};
  const text = String(message || code || "it gives no reason").replace(/\.$/, "");
  return secrets.reduce((cleared, secret) => (secret === "" ? cleared : cleared.replaceAll(secret, "***")), text);
}
