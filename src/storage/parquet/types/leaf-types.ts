import { type CellKind, typedCell } from "../../../core/values/exact/typed-cell.ts";
import { parseFloat16, unconvertFloat16 } from "../parquet-library.ts";
import { bytesOfInteger, decimalOf, integerOfBytes, MOST_DIGITS, shownInteger, unscaledOf } from "./decimals.ts";
import { geometryType, JSON_TYPE } from "./document-types.ts";
import { type Annotated, type LeafType, type Stored, UnreadableCell } from "./leaf-type.ts";
import { DATE_TYPE, INT96_TYPE, INTERVAL_TYPE, timestampType, timeType } from "./time-types.ts";

/** The cells of a leaf by its type and annotation. @throws Error for decimals that no program writes */
export function leafTypeOf(element: Annotated): LeafType {
  const annotation = annotationOf(element);
  const { type } = element;
  if (annotation === "NULL") return plain("NULL", () => undefined);
  if (annotation === "DECIMAL" && type !== "FLOAT" && type !== "DOUBLE" && type !== "BOOLEAN")
    return decimalType(element);
  switch (type) {
    case "BOOLEAN":
      return plain(type, (cell) => typedCell(cell, "boolean") as boolean | undefined);
    case "INT32":
      if (annotation === "DATE") return DATE_TYPE;
      return annotation === "TIME_MILLIS" ? timeType("MILLIS") : integerType(annotation, 32);
    case "INT64":
      return int64Type(annotation);
    case "INT96":
      return INT96_TYPE;
    case "FLOAT":
      return plain(type, (cell) => numberOf(cell, Math.fround));
    case "DOUBLE":
      return plain(type, (cell) => numberOf(cell, (number) => number));
    case "FIXED_LEN_BYTE_ARRAY":
      return fixedType(annotation, element.type_length ?? 0);
    default:
      return textType(annotation);
  }
}

/** One name for both kinds of annotations, the old and the new ones. */
function annotationOf({ converted_type, logical_type }: Annotated): string {
  const logical = logical_type;
  if (logical?.type === "TIME" || logical?.type === "TIMESTAMP") return `${logical.type}_${logical.unit}`;
  if (logical?.type === "INTEGER") return `${logical.isSigned ? "INT" : "UINT"}_${logical.bitWidth}`;
  if (logical?.type === "STRING") return "UTF8";
  return logical?.type ?? converted_type ?? "";
}

const plain = (name: string, write: LeafType["write"]): LeafType => ({ name, read: null, write, order: "stored" });

function numberOf(cell: unknown, round: (number: number) => number): number | undefined {
  const number = typedCell(cell, "number");
  return typeof number === "number" && Object.is(round(number), number) ? number : undefined;
}

function int64Type(annotation: string): LeafType {
  switch (annotation) {
    case "TIMESTAMP_MILLIS":
      return timestampType("MILLIS");
    case "TIMESTAMP_MICROS":
      return timestampType("MICROS");
    case "TIMESTAMP_NANOS":
      return timestampType("NANOS");
    case "TIME_MICROS":
      return timeType("MICROS");
    case "TIME_NANOS":
      return timeType("NANOS");
    default:
      return integerType(annotation, 64);
  }
}

/** Integers of 8 to 64 bits, which are stored in 32 or 64. Those that a double can't hold are BigInts. */
function integerType(annotation: string, width: 32 | 64): LeafType {
  const [, sign = "", bits] = /^(U?)INT_(8|16|32|64)$/.exec(annotation) ?? [];
  const size = Math.min(Number(bits ?? width), width);
  const isUnsigned = sign === "U";
  const wrapped = isUnsigned ? BigInt.asUintN : BigInt.asIntN;
  const write = (cell: unknown): Stored | undefined => {
    const integer = (typedCell(cell, "integer") as number | bigint | undefined) ?? shownInteger(cell);
    if (integer === undefined || Object.is(integer, -0)) return undefined;
    const big = BigInt(integer);
    if (wrapped(size, big) !== big) return undefined;
    const stored = BigInt.asIntN(width, big);
    return width === 64 ? stored : Number(stored);
  };
  const order = isUnsigned ? "cells" : "stored";
  const name = bits === undefined ? `INT${width}` : `${sign}INT${bits}`;
  if (width === 32) {
    const read = isUnsigned ? (stored: number) => stored >>> 0 : null;
    return { name, order, read, write };
  }
  const read = (stored: bigint) => {
    const integer = isUnsigned ? BigInt.asUintN(64, stored) : stored;
    const number = Number(integer);
    return Number.isSafeInteger(number) ? number : integer;
  };
  return { name, order, read, write };
}

function decimalType({ type, type_length, scale: old, precision: oldPrecision, logical_type }: Annotated): LeafType {
  const logical = logical_type?.type === "DECIMAL" ? logical_type : undefined;
  const scale = old ?? logical?.scale ?? 0;
  const precision = oldPrecision ?? logical?.precision ?? MOST_DIGITS;
  if (!Number.isInteger(scale) || scale < 0 || scale > MOST_DIGITS)
    throw new Error(`its decimals have the scale ${scale}`);
  const limit = 10n ** BigInt(Math.min(Math.max(precision, 1), MOST_DIGITS));
  const isBytes = type === "BYTE_ARRAY" || type === "FIXED_LEN_BYTE_ARRAY";
  const width = type === "INT32" ? 32 : 64;
  return {
    name: `DECIMAL(${precision}, ${scale})`,
    order: isBytes ? "cells" : "stored",
    read: isBytes
      ? (stored: Uint8Array) => decimalOf(integerOfBytes(stored), scale)
      : (stored: number | bigint) => decimalOf(stored, scale),
    write(cell) {
      const number = typedCell(cell, "decimal");
      if (number === undefined || Object.is(number, -0)) return undefined;
      const unscaled = unscaledOf(String(number), scale);
      if (unscaled === undefined || unscaled >= limit || unscaled <= -limit) return undefined;
      if (isBytes) return bytesOfInteger(unscaled, type === "BYTE_ARRAY" ? null : (type_length ?? 0));
      if (BigInt.asIntN(width, unscaled) !== unscaled) return undefined;
      return width === 64 ? unscaled : Number(unscaled);
    },
  };
}

function fixedType(annotation: string, length: number): LeafType {
  if (annotation === "INTERVAL" && length === 12) return INTERVAL_TYPE;
  if (annotation === "UUID" && length === 16) return UUID_TYPE;
  if (annotation === "FLOAT16" && length === 2) return FLOAT16_TYPE;
  return plain(`FIXED_LEN_BYTE_ARRAY(${length})`, (cell) => bytesOf(cell, length));
}

function textType(annotation: string): LeafType {
  switch (annotation) {
    case "UTF8":
    case "ENUM":
      return TEXT_TYPE;
    case "JSON":
      return JSON_TYPE;
    case "GEOMETRY":
    case "GEOGRAPHY":
      return geometryType(annotation);
    default:
      return plain("BYTE_ARRAY", (cell) => bytesOf(cell, null));
  }
}

function bytesOf(cell: unknown, length: number | null): Uint8Array | undefined {
  const bytes = typedCell(cell, "bytes") as Uint8Array | undefined;
  return length === null || bytes?.length === length ? bytes : undefined;
}

const DECODER = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** @throws UnreadableCell for bytes that are no UTF-8, of which another text would be made */
function textOf(bytes: Uint8Array): string {
  try {
    return DECODER.decode(bytes);
  } catch {
    throw new UnreadableCell("a text that is no UTF-8");
  }
}

const TEXT_TYPE: LeafType = {
  name: "text",
  order: "stored",
  read: textOf,
  write(cell) {
    const text = typedCell(cell, "text" satisfies CellKind);
    return typeof text === "string" && text.isWellFormed() ? text : undefined;
  },
};

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

const UUID_TYPE: LeafType = {
  name: "UUID",
  order: "cells",
  read(stored: Uint8Array) {
    const hex = Array.from(stored, (byte) => byte.toString(16).padStart(2, "0")).join("");
    return [
      [0, 8],
      [8, 12],
      [12, 16],
      [16, 20],
      [20, 32],
    ]
      .map(([from, to]) => hex.slice(from, to))
      .join("-");
  },
  write(cell) {
    if (typeof cell !== "string" || !UUID.test(cell)) return undefined;
    const hex = cell.replaceAll("-", "");
    return Uint8Array.from({ length: 16 }, (_, at) => Number.parseInt(hex.slice(at * 2, at * 2 + 2), 16));
  },
};

const FLOAT16_TYPE: LeafType = {
  name: "FLOAT16",
  order: "cells",
  read: (stored: Uint8Array) => parseFloat16(stored),
  write(cell) {
    const number = typedCell(cell, "number");
    if (typeof number !== "number") return undefined;
    const bytes = unconvertFloat16(number);
    return bytes !== undefined && Object.is(parseFloat16(bytes), number) ? bytes : undefined;
  },
};
