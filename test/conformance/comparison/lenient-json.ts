/**
 * Parses the JSON of the recordings: it contains `NaN` and the infinities literally (they become `<NaN>` …, which equal only
 * themselves). Integers that a double cannot hold become BigInts, so that a lost digit is noticed.
 */
export function parseLenient(text: string): unknown {
  const tokens = text.replace(/"(?:[^"\\]|\\.)*"|-?Infinity|NaN/g, (token) =>
    token.startsWith('"') ? token : JSON.stringify(`<${token}>`),
  );
  return JSON.parse(tokens, (_key, value: unknown, context?: { source?: string }) => {
    const source = context?.source;
    const isLargeInteger = typeof value === "number" && !Number.isSafeInteger(value) && /^-?\d+$/.test(source ?? "");
    return isLargeInteger && source !== undefined ? BigInt(source) : value;
  });
}

/** The reverse, for requests and for messages. */
export function stringifyLenient(value: unknown): string {
  if (typeof value === "bigint") return value.toString();
  if (Array.isArray(value)) return `[${value.map(stringifyLenient).join(",")}]`;
  if (typeof value === "object" && value !== null) {
    return `{${Object.entries(value)
      .map(([key, item]) => `${JSON.stringify(key)}:${stringifyLenient(item)}`)
      .join(",")}}`;
  }
  return JSON.stringify(value) ?? "undefined";
}
