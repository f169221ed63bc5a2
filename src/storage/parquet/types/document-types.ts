import { isMapping } from "../../../core/field-errors.ts";
import { parseJson } from "../../../core/values/json-text.ts";
import { jsonOfValue } from "../../../core/values/json-value.ts";
import { geojsonToWkb, wkbToGeojson } from "../parquet-library.ts";
import type { Charge, LeafType } from "./leaf-type.ts";

const [ARRAY, OBJECT, COMMA] = [0x5b, 0x7b, 0x2c];

export const JSON_TYPE: LeafType = {
  name: "JSON",
  order: "none",
  read(bytes: Uint8Array, charge) {
    let containers = 0;
    let items = 1;
    for (const byte of bytes) {
      if (byte === ARRAY || byte === OBJECT) containers += 1;
      else if (byte === COMMA) items += 1;
    }
    charge("containers", containers);
    charge("items", items + containers);
    charge("characters", bytes.length);
    const parsed = parseJson(new TextDecoder().decode(bytes), "exact");
    if (parsed.ok) return parsed.value;
    throw new Error(
      parsed.reason === "too_deep" ? "a JSON document is nested too deep" : "a JSON document is malformed",
    );
  },
  write: (cell) => (isJson(cell, 0) ? new TextEncoder().encode(jsonOfValue(cell)) : undefined),
};

/** As deep as JSON is read. */
const MAX_DEPTH = 500;

/** Whether a value is read again as it is. */
function isJson(value: unknown, depth: number): boolean {
  if (depth > MAX_DEPTH) return false;
  if (typeof value === "number" || value instanceof Number)
    return Number.isFinite(Number(value)) && !Object.is(value, -0);
  if (Array.isArray(value)) return value.every((item) => isJson(item, depth + 1));
  if (isMapping(value)) return Object.values(value).every((member) => isJson(member, depth + 1));
  return value === null || typeof value === "boolean" || typeof value === "bigint" || isText(value);
}

const isText = (value: unknown): boolean => typeof value === "string" && value.isWellFormed();

/** A ring without a point takes four bytes. */
const SMALLEST_GEOMETRY = 4;
/** Five JavaScript objects for a point of 21 bytes; more for what is malformed or empty. */
const OBJECTS_OF_GEOMETRY = 2;
const MAX_COLLECTIONS = 100;

/** Shapes of a map, as GeoJSON. */
export function geometryType(name: string): LeafType {
  return {
    name,
    order: "none",
    read(bytes: Uint8Array, charge: Charge) {
      charge("containers", OBJECTS_OF_GEOMETRY * Math.ceil(bytes.length / SMALLEST_GEOMETRY));
      const geometry: unknown = geometryOf(bytes);
      checkCollections(geometry, 0);
      return geometry;
    },
    write(cell) {
      try {
        const bytes = geojsonToWkb(cell as Parameters<typeof geojsonToWkb>[0]);
        return jsonOfValue(geometryOf(bytes)) === jsonOfValue(cell) ? bytes : undefined;
      } catch {
        return undefined;
      }
    },
  };
}

const geometryOf = (bytes: Uint8Array): unknown =>
  wkbToGeojson({ view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), offset: 0 });

/** @throws Error for collections of collections that later readers could not follow */
function checkCollections(geometry: unknown, depth: number): void {
  if (depth > MAX_COLLECTIONS) throw new Error(`a geometry is nested deeper than ${MAX_COLLECTIONS} levels`);
  const { geometries } = (geometry ?? {}) as { readonly geometries?: readonly unknown[] };
  for (const inner of geometries ?? []) checkCollections(inner, depth + 1);
}
