import type { ParquetParsers } from "hyparquet";
import { parseJson } from "../../../core/values/json-text.ts";
import { DEFAULT_PARSERS } from "../parquet-library.ts";
import type { Charges } from "./loan.ts";

/** A ring without a point takes four bytes. */
const SMALLEST_GEOMETRY = 4;
/** Five JavaScript objects for a point of 21 bytes; more for what is malformed or empty. */
const OBJECTS_OF_GEOMETRY = 2;

/** The library's parsers for types that make more of some bytes than one value. */
export function boundedParsers(charges: Charges): ParquetParsers {
  const geometryFromBytes = (bytes: Uint8Array | undefined) => {
    charges.charge("containers", OBJECTS_OF_GEOMETRY * Math.ceil((bytes?.length ?? 0) / SMALLEST_GEOMETRY));
    const geometry: unknown = bytes && DEFAULT_PARSERS.geometryFromBytes(bytes);
    checkCollections(geometry, 0);
    return geometry;
  };
  return {
    ...DEFAULT_PARSERS,
    jsonFromBytes: (bytes: Uint8Array | undefined) => bytes && jsonFromBytes(bytes, charges),
    geometryFromBytes,
    geographyFromBytes: geometryFromBytes,
    uuidFromBytes(bytes: Uint8Array | undefined) {
      if (bytes === undefined || bytes.length === 16) return bytes && DEFAULT_PARSERS.uuidFromBytes(bytes);
      throw new Error(`a UUID has ${bytes.length} bytes`);
    },
  };
}

const MAX_DEPTH = 100;

/** @throws Error for collections of collections that later readers could not follow */
function checkCollections(geometry: unknown, depth: number): void {
  if (depth > MAX_DEPTH) throw new Error(`a geometry is nested deeper than ${MAX_DEPTH} levels`);
  const { geometries } = (geometry ?? {}) as { readonly geometries?: readonly unknown[] };
  for (const inner of geometries ?? []) checkCollections(inner, depth + 1);
}

const [ARRAY, OBJECT, COMMA] = [0x5b, 0x7b, 0x2c];

function jsonFromBytes(bytes: Uint8Array, charges: Charges): unknown {
  let containers = 0;
  let items = 1;
  for (const byte of bytes) {
    if (byte === ARRAY || byte === OBJECT) containers += 1;
    else if (byte === COMMA) items += 1;
  }
  charges.charge("containers", containers);
  charges.charge("items", items + containers);
  charges.charge("characters", bytes.length);
  const parsed = parseJson(new TextDecoder().decode(bytes));
  if (parsed.ok) return parsed.value;
  throw new Error(parsed.reason === "too_deep" ? "a JSON document is nested too deep" : "a JSON document is malformed");
}
