export interface BuildFileDeps<Content> {
  /** Reads the file as `npm start` has it, which fits by itself. Another one replaces it with a save. */
  readonly readLocal: (() => Promise<unknown>) | undefined;
  /** The build of this script; null = it was not made by the package's deploy command, so that no file can be known to fit. */
  readonly build: string | null;
  /** Reads the deployed file; null = there is none. */
  readonly fetchDeployed: () => Promise<unknown>;
  /** null for anything else, such as the file of a later release. */
  readonly parse: (value: unknown) => (Content & { readonly build: string | null }) | null;
}

/**
 * Reads a file that was made with the script: once in an isolate, and under `npm start` each time. It never rejects; null = there
 * is none that fits.
 */
export function createBuildFile<Content>(deps: BuildFileDeps<Content>): () => Promise<Content | null> {
  const { readLocal, build, fetchDeployed, parse } = deps;
  let known: Content | null | undefined;
  return async () => {
    if (known !== undefined) return known;
    try {
      if (readLocal !== undefined) return parse(await readLocal());
      known = await readDeployed();
    } catch {
      // The next caller tries again.
      return null;
    }
    return known;
  };

  async function readDeployed(): Promise<Content | null> {
    if (build === null) return null;
    const content = parse(await fetchDeployed());
    return content?.build === build ? content : null;
  }
}
