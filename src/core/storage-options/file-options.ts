import { type Checked, optional, type Problem } from "./option.ts";

/** Options of the types whose values are files. */
export const FILE_OPTIONS = {
  /** Where a new node's value lies until its first write. */
  defaultPath: optional<string>("default_path"),
  /** Whether all nodes with this path write the one file at it; otherwise a write gives the node a file of its own. */
  sharedPath: optional<boolean>("shared_path"),
} as const;

/** The rules of a file's options that none of them has alone. */
export function* checkFileOptions({ id, properties }: Checked, owner: string): Generator<Problem> {
  const { shared_path: value, default_path, path } = properties;
  if (value === undefined || value === null) return;
  const property = "shared_path";
  if (typeof value !== "boolean") {
    yield { property, value, message: `\`shared_path\` of ${owner} must be true or false.` };
  } else if (value && id !== "default" && default_path === undefined && path === undefined) {
    yield {
      property,
      value,
      message: `\`shared_path\` of ${owner} needs a \`default_path\`: there is no file to share.`,
    };
  }
}
