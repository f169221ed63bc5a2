/** The number of this release, as package.json has it; a test compares the two. */
export const RELEASE = "0.1.0";
