/**
 * Which requests need no credentials: none of them (`required`), all of them (`none`), or those to a loopback host, which is
 * the developer's own machine (`loopback`).
 */
export type AuthMode = "required" | "none" | "loopback";

// docs/decisions/028-closed-without-settings.md
/** The mode of the variable AUTH_MODE. An unknown text means `required`, so that a typing error opens nothing. */
export const authModeOf = (text: string | undefined): AuthMode =>
  text === "none" || text === "loopback" ? text : "required";

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

/** Whether a host is this machine itself. @param hostname in the normal form of the class `URL` */
export const isLoopbackHost = (hostname: string): boolean => LOOPBACK.test(hostname);
