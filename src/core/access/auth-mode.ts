/**
 * Whom the service answers without credentials: nobody, everybody, or whoever calls it by a loopback host, which is how a
 * developer's own machine is reached.
 */
export type AuthMode = "required" | "none" | "loopback";

/** What a variable means. Whatever is not known asks for credentials, so that a slip of the pen opens nothing. */
export const authModeOf = (text: string | undefined): AuthMode =>
  text === "none" || text === "loopback" ? text : "required";

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

/** Whether the host of a URL, as a URL parser writes it, is this machine itself. */
export const isLoopbackHost = (hostname: string): boolean => LOOPBACK.test(hostname);
