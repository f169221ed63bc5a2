export function newBuildId(): string;
export function buildFlags(build: string): string[];
export function writeLineTable(given: {
  readonly outdir: string;
  readonly assets: string;
  readonly project: string;
  readonly build: string;
}): Promise<string | null>;
