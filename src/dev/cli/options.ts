import { type ParseArgsOptionsConfig, parseArgs } from "node:util";
import { nearestName } from "../../core/names/nearest-name.ts";
import { aligned } from "./aligned.ts";
import { UsageError } from "./usage-error.ts";

/** An option of a command: its form for the parser, and what it does. */
export interface Option {
  readonly type: "string" | "boolean";
  /** An example of its value; none for a boolean. */
  readonly value?: string;
  readonly help: string;
}

type Options = Readonly<Record<string, Option>>;

export interface Given {
  readonly text: (name: string) => string | undefined;
  readonly isSet: (name: string) => boolean;
  readonly positionals: readonly string[];
}

/**
 * Reads the arguments of a command. Each that it does not know is refused.
 * @returns null when only help was asked for, which is printed
 * @throws UsageError
 */
export function readOptions(call: string, options: Options, most: number, args: readonly string[]): Given | null {
  if (args.includes("--help") || args.includes("-h")) {
    console.log(helpOf(call, options));
    return null;
  }
  const config: ParseArgsOptionsConfig = Object.fromEntries(
    Object.entries(options).map(([name, { type }]) => [name, { type }]),
  );
  const { values, tokens, positionals } = parseArgs({
    args: [...args],
    options: config,
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  for (const token of tokens) {
    if (token.kind === "option") check(call, options, token);
  }
  const extra = positionals[most];
  if (extra !== undefined) throw new UsageError(`\`${call}\` takes no \`${extra}\`.\n\n${helpOf(call, options)}`);
  return {
    text: (name) => {
      const value = values[name];
      return typeof value === "string" ? value : undefined;
    },
    isSet: (name) => values[name] === true,
    positionals,
  };
}

function check(
  call: string,
  options: Options,
  { name, rawName, value }: { readonly name: string; readonly rawName: string; readonly value?: string | undefined },
): void {
  const option = Object.hasOwn(options, name) ? options[name] : undefined;
  if (option === undefined) {
    const nearest = nearestName(name, Object.keys(options));
    const meant = nearest === null ? "" : ` Did you mean --${nearest}?`;
    throw new UsageError(`\`${call}\` has no option ${rawName}.${meant}\n\n${helpOf(call, options)}`);
  }
  if (option.type === "string" && (value === undefined || value === "" || value.startsWith("--"))) {
    throw new UsageError(`${rawName} needs a value: ${rawName} ${option.value}`);
  }
}

function helpOf(call: string, options: Options): string {
  const rows = Object.entries(options).map(
    ([name, { value = "", help }]) => [`--${name} ${value}`.trim(), help] as const,
  );
  return [`npx ${call}`, "", ...aligned(rows)].join("\n");
}
