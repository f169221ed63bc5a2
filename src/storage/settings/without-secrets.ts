/** What a library or a server says of a failure, cleared of the texts that nobody may see. */
export function toldWithout(error: unknown, secrets: readonly string[]): string {
  const { message = "", code = "" } = error instanceof Error ? (error as Error & { readonly code?: unknown }) : {};
  const text = String(message || code || "it gives no reason").replace(/\.$/, "");
  const forms = secrets.filter((secret) => secret !== "").flatMap((secret) => [secret, encodeURIComponent(secret)]);
  return forms.reduce((cleared, secret) => cleared.replaceAll(secret, "***"), text);
}
