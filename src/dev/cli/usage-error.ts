/** What is wrong with a call of the command, in words for the developer. */
export class UsageError extends Error {}
