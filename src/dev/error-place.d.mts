/** The message of an error, with the place that wrangler's reader of configuration files has noted. */
export function messageWithPlace(error: unknown): string;
