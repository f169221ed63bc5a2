/** Why the service can't be started, in words for the developer. */
export class StartError extends Error {}
