import { TaipyError } from "../../core/errors.ts";
import { JSON_TYPE } from "../../core/storage-types.ts";
import type { Budget } from "../../core/values/budget.ts";
import type { Numbers } from "../../core/values/json-text.ts";
import { decodeJson, encodeJson } from "../encoding/dated-json.ts";
import type { StoredObject } from "./bucket-object.ts";

/** Media types of text beside `text/*`; without a charset they are UTF-8 by their definitions. */
const TEXT_TYPE =
  /^(?:text\/|application\/(?:(?:.+\+)?xml|yaml|x-yaml|javascript|x-ndjson|sql|toml)$|image\/svg\+xml$)/;

/**
 * The object of a value: text and bytes as they are, any other value as JSON with dates in Taipy's form.
 * @throws TaipyError `invalid_value` for a value that JSON can't hold
 */
export function encodeObject(value: unknown, budget: Budget): StoredObject {
  if (typeof value === "string") return { body: utf8(value), contentType: "text/plain; charset=utf-8" };
  if (value instanceof ArrayBuffer) return binary(new Uint8Array(value));
  if (ArrayBuffer.isView(value)) return binary(new Uint8Array(value.buffer, value.byteOffset, value.byteLength));
  return { body: utf8(encodeJson(value, budget)), contentType: JSON_TYPE };
}

/**
 * The value of an object by its media type: JSON is decoded, UTF-8 text is a string, everything else is bytes.
 * @param numbers a job gets `exact` ones
 * @throws TaipyError `invalid_value` when an object with the media type of JSON is not JSON
 */
export function decodeObject({ body, contentType }: StoredObject, budget: Budget, numbers?: Numbers): unknown {
  const form = formOf(contentType);
  if (form === "bytes") return body;
  const text = textOf(body);
  if (form === "text") return text ?? body;
  if (text === null) throw new TaipyError("invalid_value", "The object is not JSON: it is not UTF-8 text.");
  return decodeJson(text, budget, numbers);
}

function formOf(contentType: string | null): "json" | "text" | "bytes" {
  const [type = "", ...parameters] = (contentType ?? "")
    .toLowerCase()
    .split(";")
    .map((part) => part.trim());
  if (type === JSON_TYPE || type.endsWith("+json")) return "json";
  return TEXT_TYPE.test(type) && isUtf8(parameters) ? "text" : "bytes";
}

/**
 * The bytes of a list of numbers from 0 to 255, which an answer shows for bytes; null = another value.
 */
export function bytesOfList(value: unknown): Uint8Array | null {
  if (!Array.isArray(value) || !value.every(isByte)) return null;
  return Uint8Array.from(value as readonly number[]);
}

const isByte = (item: unknown): boolean =>
  typeof item === "number" && Number.isInteger(item) && item >= 0 && item <= 255;

/** Whether a read of an object of this media type would give these bytes, and no text or JSON. */
export const staysBytes = (body: Uint8Array, contentType: string | null): boolean => {
  const form = formOf(contentType);
  return form === "bytes" || (form === "text" && textOf(body) === null);
};

const binary = (body: Uint8Array): StoredObject => ({ body, contentType: "application/octet-stream" });

const isUtf8 = (parameters: readonly string[]) => {
  const charset = parameters.find((parameter) => parameter.startsWith("charset="))?.slice("charset=".length);
  return charset === undefined || /^"?(?:utf-?8|us-ascii)"?$/.test(charset);
};

function utf8(text: string): Uint8Array {
  if (!text.isWellFormed()) throw new TaipyError("invalid_value", "The value has text that UTF-8 cannot hold.");
  return new TextEncoder().encode(text);
}

function textOf(body: Uint8Array): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(body);
  } catch {
    return null;
  }
}
