import { createHash, createHmac } from "node:crypto";

/** A request as it came over the network. */
export interface SignedRequest {
  readonly method: string;
  /** Path and query, still encoded. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Buffer;
}

export interface Key {
  readonly accessKey: string;
  readonly secretKey: string;
}

const AUTHORIZATION =
  /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request, SignedHeaders=([^,]+), Signature=([0-9a-f]{64})$/;

/** What S3 finds wrong with a request's signature (AWS Signature Version 4); null = nothing. */
export function signatureProblem({ method, target, headers, body }: SignedRequest, key: Key): string | null {
  const parts = AUTHORIZATION.exec(headers.authorization ?? "");
  if (parts === null) return "AccessDenied";
  const [, accessKey = "", day = "", region = "", names = "", signature = ""] = parts;
  if (accessKey !== key.accessKey) return "InvalidAccessKeyId";
  const contentHash = headers["x-amz-content-sha256"] ?? "";
  if (contentHash !== sha256(body)) return "XAmzContentSHA256Mismatch";
  if (!names.split(";").includes("host")) return "SignatureDoesNotMatch";
  const [path = "", query = ""] = target.split("?");
  const canonical = [
    method,
    path
      .split("/")
      .map((part) => strict(decodeURIComponent(part)))
      .join("/"),
    [...new URLSearchParams(query)]
      .map(([name, value]) => `${strict(name)}=${strict(value)}`)
      .sort()
      .join("&"),
    ...names.split(";").map((name) => `${name}:${(headers[name] ?? "").trim().replace(/ +/g, " ")}`),
    "",
    names,
    contentHash,
  ].join("\n");
  const scope = `${day}/${region}/s3/aws4_request`;
  const toSign = ["AWS4-HMAC-SHA256", headers["x-amz-date"], scope, sha256(canonical)].join("\n");
  const signing = [day, region, "s3", "aws4_request"].reduce<string | Buffer>(hmac, `AWS4${key.secretKey}`);
  return hmac(signing, toSign).toString("hex") === signature ? null : "SignatureDoesNotMatch";
}

const sha256 = (data: string | Buffer) => createHash("sha256").update(data).digest("hex");
const hmac = (key: string | Buffer, text: string) => createHmac("sha256", key).update(text).digest();

/** RFC 3986: all but letters, digits and `-._~`. */
const strict = (text: string) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`);
