/** What a client knows of a write: not sent to its end, refused, accepted (202), or accepted and shown by D1 (200). */
export type Outcome = "unknown" | "refused" | "accepted" | "shown";

export interface SentWrite {
  /** Kept with the edit as its comment, and in no other edit. */
  readonly tag: string;
  /** As JSON. */
  readonly value: string;
  readonly start: number;
  end: number;
  outcome: Outcome;
}

/** Counts what all clients of this process begin and end, so that "before" has a meaning between them. */
let now = 0;
export const tick = (): number => {
  now += 1;
  return now;
};

/**
 * Everything that clients have written to one data node. A write whose answer did not arrive may take effect at any later
 * time, or never.
 */
export class Register {
  readonly initial: string;
  readonly writes: SentWrite[] = [];

  constructor(initial: unknown) {
    this.initial = JSON.stringify(initial);
  }

  send(value: unknown): SentWrite {
    const start = tick();
    const sent: SentWrite = {
      tag: `write ${start}`,
      value: JSON.stringify(value),
      start,
      end: Number.POSITIVE_INFINITY,
      outcome: "unknown",
    };
    this.writes.push(sent);
    return sent;
  }

  answered(write: SentWrite, outcome: Outcome): void {
    write.outcome = outcome;
    if (outcome !== "unknown") write.end = tick();
  }

  /** Why a read that began at `start` must not have shown this value; null = it may. */
  refutes(start: number, value: unknown): string | null {
    const shown = JSON.stringify(value);
    const sources = this.writes.filter((write) => write.value === shown && write.outcome !== "refused");
    const lasts = sources.map(({ end }) => end);
    if (shown === this.initial) lasts.push(0);
    if (lasts.length === 0) return `shows ${shown.slice(0, 60)}, which no accepted write wrote`;
    const last = Math.max(...lasts);
    const later = this.writes.find((write) => write.outcome === "shown" && write.start > last && write.end < start);
    return later === undefined ? null : `shows ${shown.slice(0, 60)} after the 200 of ${later.tag}`;
  }

  /** Every value that a reader may ever have seen, as JSON. */
  possible(): ReadonlySet<string> {
    const taken = this.writes.filter(({ outcome }) => outcome !== "refused");
    return new Set([this.initial, ...taken.map(({ value }) => value)]);
  }
}

/** The same for a list to which clients only append: the value of a write is what it appends. */
export class Journal extends Register {
  constructor() {
    super([]);
  }

  override refutes(start: number, value: unknown): string | null {
    const shown = value as readonly unknown[];
    const times = new Map<string, number>();
    for (const item of shown.map((item) => JSON.stringify(item))) times.set(item, (times.get(item) ?? 0) + 1);
    for (const { tag, value, outcome, end } of this.writes) {
      const found = times.get(value) ?? 0;
      times.delete(value);
      if (found > 1) return `shows ${value} ${found} times`;
      if (found === 1 && outcome === "refused") return `shows ${value}, which was refused`;
      if (found === 0 && outcome === "shown" && end < start) return `lacks ${value} after the 200 of ${tag}`;
    }
    const [foreign] = times.keys();
    return foreign === undefined ? null : `shows ${foreign}, which no client appended`;
  }
}
