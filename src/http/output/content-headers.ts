import { withoutCredentials } from "../../core/config/secrets/secret-texts.ts";
import { configuredPath, type DataNodeIdentity } from "../../core/entities/data-node.ts";
import type { ByteRange } from "../../core/entities/payload.ts";
import { TaipyError } from "../../core/errors.ts";

const RANGE = /^bytes=(\d*)-(\d*)$/;

/**
 * The range that the request asks for; null = everything, also for headers that may be ignored (several ranges,
 * another unit, an `If-Range` that does not match).
 * @throws TaipyError `range_not_satisfiable` when it begins behind the end
 */
export function rangeOf(request: Request, size: number, etag: string): ByteRange | null {
  const condition = request.headers.get("If-Range");
  if (condition !== null && condition !== etag) return null;
  const [, first = "", last = ""] = RANGE.exec((request.headers.get("Range") ?? "").replaceAll(" ", "")) ?? [];
  if (first === "" && last === "") return null;
  const from = first === "" ? Math.max(0, size - Number(last)) : Number(first);
  const to = first === "" || last === "" ? size - 1 : Math.min(Number(last), size - 1);
  if (first !== "" && last !== "" && Number(last) < Number(first)) return null;
  if (from >= size) {
    throw new TaipyError("range_not_satisfiable", `The content has ${size} bytes.`, { details: { size } });
  }
  return { offset: from, length: to - from + 1 };
}

/** The file's name from the node's path, without its folder and without signs that are special in headers or file systems. */
export function dispositionOf({ id, properties }: DataNodeIdentity): string {
  const path = configuredPath(properties) ?? (typeof properties.path === "string" ? properties.path : `${id}.json`);
  const name =
    withoutCredentials(path)
      .split(/[/\\]/)
      .at(-1)
      ?.replace(/[\p{Cc}\p{Cs}]/gu, "") || id;
  const plain = name.replace(/[^\w.() -]/g, "_");
  if (plain === name) return `attachment; filename="${plain}"`;
  const encoded = encodeURIComponent(name).replace(/['()*!]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`);
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`;
}
