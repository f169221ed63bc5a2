/** The runtime has closed the connection, as it does with one that was idle for five seconds. */
const CLOSED = new Set(["UND_ERR_SOCKET", "ECONNRESET", "EPIPE"]);
const MOST = 5;

const codeOf = (error: unknown): unknown => {
  const { code, cause } = error as { code?: unknown; cause?: { code?: unknown } };
  return cause?.code ?? code;
};

export const isClosed = (error: unknown): boolean => CLOSED.has(codeOf(error) as string);

/**
 * Runs it again when its connection was closed while it was sent. On a busy machine this process notices the end of an idle
 * connection too late, and sends its next statement there.
 * @param run has the same effect when it runs twice
 */
export async function repeatable<T>(run: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await run();
    } catch (error) {
      if (attempt === MOST || !isClosed(error)) throw error;
    }
  }
}
