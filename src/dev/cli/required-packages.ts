import { UsageError } from "./usage-error.ts";

/** @throws UsageError when the project lacks wrangler, which reads the configuration, bundles and deploys */
export function requireWrangler(): void {
  try {
    import.meta.resolve("wrangler");
  } catch {
    throw new UsageError(
      "This command needs wrangler, which is not installed here. Run it in the folder of a project, after `npm install`; " +
        "a project that has never had it: `npm install --save-dev wrangler`.",
    );
  }
}
