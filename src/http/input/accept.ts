/** Whether the caller would rather read HTML than JSON, as browsers do. A tie, or no preference, is JSON. */
export function prefersHtml(request: Request): boolean {
  const ranges = (request.headers.get("Accept") ?? "*/*").split(",").map(parseRange);
  return quality(ranges, "text/html") > quality(ranges, "application/json");
}

interface MediaRange {
  readonly type: string;
  readonly q: number;
}

function parseRange(text: string): MediaRange {
  const [type = "", ...parameters] = text.split(";").map((part) => part.trim().toLowerCase());
  const weight = parameters.find((parameter) => parameter.startsWith("q="));
  const q = weight === undefined ? 1 : Number(weight.slice(2));
  return { type, q: Number.isNaN(q) ? 0 : q };
}

/** The weight of the most exact range that covers the type; 0 when none does. */
function quality(ranges: readonly MediaRange[], type: string): number {
  const family = `${type.split("/", 1)[0]}/*`;
  for (const wanted of [type, family, "*/*"]) {
    const range = ranges.find((candidate) => candidate.type === wanted);
    if (range !== undefined) return range.q;
  }
  return 0;
}
