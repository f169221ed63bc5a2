/** Longer names with the same beginning are counted as one. */
const MAX_LENGTH = 200;

/** A user name in the one spelling in which its login attempts are counted. */
export const comparableName = (username: string): string =>
  username.normalize("NFKC").toLowerCase().slice(0, MAX_LENGTH);
