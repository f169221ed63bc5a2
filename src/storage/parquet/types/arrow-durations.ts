import type { KeyValue } from "hyparquet";

/** Arrow's durations have no type in Parquet: they are INT64, and the file's `ARROW:schema` says which columns are durations. */
export interface ArrowField {
  readonly unit: "SECONDS" | "MILLIS" | "MICROS" | "NANOS" | null;
  readonly children: readonly ArrowField[];
  /** What the children are in; missing where it is only read. */
  readonly group?: "list" | "struct" | "map";
}

export type Durations = readonly ArrowField[];

export const durationUnit = (field: ArrowField | null): ArrowField["unit"] => field?.unit ?? null;

export const KEY = "ARROW:schema";
export const UNITS = ["SECONDS", "MILLIS", "MICROS", "NANOS"] as const;
/** Arrow's number of the type, and of the header of a message that is a schema. */
export const [DURATION, SCHEMA] = [18, 1];
const [MAX_DEPTH, MAX_FIELDS] = [100, 100_000];

/** The fields of the file's Arrow schema; null when it has none, or one without durations. */
export function durationsOf(metadata: readonly KeyValue[] | undefined): Durations | null {
  const text = metadata?.find(({ key }) => key === KEY)?.value;
  if (text === undefined) return null;
  try {
    const fields = new ArrowSchema(Uint8Array.from(atob(text), (character) => character.charCodeAt(0))).fields();
    return fields.some(hasDuration) ? fields : null;
  } catch {
    // A hint of one program: other readers ignore it, too.
    return null;
  }
}

export const hasDuration = ({ unit, children }: ArrowField): boolean => unit !== null || children.some(hasDuration);

/** Reads Arrow's schema, a message of FlatBuffers: tables of fields at offsets. */
class ArrowSchema {
  readonly #view: DataView;
  #fields = 0;

  constructor(bytes: Uint8Array) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  fields(): ArrowField[] {
    const start = this.#view.getUint32(0, true) === 0xffff_ffff ? 8 : 4;
    const message = start + this.#view.getUint32(start, true);
    const kind = this.#field(message, 1);
    const header = this.#field(message, 2);
    if (kind === null || this.#view.getUint8(kind) !== SCHEMA || header === null) return [];
    return this.#tables(this.#field(this.#follow(header), 1), 0);
  }

  /** The place of a table's field; null when it has none. */
  #field(table: number, index: number): number | null {
    const shape = table - this.#view.getInt32(table, true);
    const at = 4 + index * 2;
    const offset = at < this.#view.getUint16(shape, true) ? this.#view.getUint16(shape + at, true) : 0;
    return offset === 0 ? null : table + offset;
  }

  #follow(at: number): number {
    return at + this.#view.getUint32(at, true);
  }

  #tables(at: number | null, depth: number): ArrowField[] {
    if (at === null) return [];
    const list = this.#follow(at);
    const count = this.#view.getUint32(list, true);
    this.#fields += count;
    if (depth > MAX_DEPTH || this.#fields > MAX_FIELDS) throw new RangeError("too many fields");
    return Array.from({ length: count }, (_, index) => this.#arrowField(this.#follow(list + 4 + index * 4), depth));
  }

  #arrowField(table: number, depth: number): ArrowField {
    const kind = this.#field(table, 2);
    const type = this.#field(table, 3);
    const isDuration = kind !== null && this.#view.getUint8(kind) === DURATION && type !== null;
    return {
      unit: isDuration ? this.#unit(this.#follow(type)) : null,
      children: this.#tables(this.#field(table, 5), depth + 1),
    };
  }

  /** Milliseconds when it is not said. */
  #unit(table: number): ArrowField["unit"] {
    const at = this.#field(table, 0);
    return UNITS[at === null ? 1 : this.#view.getInt16(at, true)] ?? null;
  }
}
