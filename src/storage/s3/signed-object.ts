import { AwsClient } from "aws4fetch";
import type { Properties } from "../../core/entities/fields.ts";
import { TaipyError } from "../../core/errors.ts";
import { reasonWithout } from "../settings/node-settings.ts";
import { type Done, misconfigured, outsideError, type Reason, UNKNOWN } from "../settings/outside-failure.ts";
import { objectUrl } from "./address.ts";
import { type BucketObject, chargedBytes, MAX_OBJECT_BYTES, tooLarge } from "./bucket-object.ts";
import { checkNames, getParameters, putParameters, type RequestParameters } from "./parameters.ts";

const TIMEOUT_MS = 30_000;
/** Further tries after an answer of 429 or 5xx; each pause is about twice the one before. */
const RETRIES = 2;
const FIRST_PAUSE_MS = 200;

const CLIENT_PARAMETERS = ["aws_session_token", "endpoint_url", "region_name"];

interface Call extends RequestParameters {
  readonly method: "GET" | "HEAD" | "PUT";
  readonly body?: Uint8Array;
}

/** An object of a bucket with S3's API; requests are signed with the configured key. */
export function signedObject(settings: Properties, limitMs = TIMEOUT_MS): BucketObject {
  const client = checkNames("aws_s3_client_parameters", settings.aws_s3_client_parameters, CLIENT_PARAMETERS);
  const region = String(settings.aws_region ?? client.region_name ?? "us-east-1");
  const url = objectUrl({
    endpoint: textOrNull(settings.endpoint ?? client.endpoint_url),
    region,
    bucket: String(settings.aws_s3_bucket_name),
    key: String(settings.aws_s3_object_key),
  });
  const credentials = {
    accessKeyId: String(settings.aws_access_key),
    secretAccessKey: String(settings.aws_secret_access_key),
    ...(client.aws_session_token === undefined ? {} : { sessionToken: String(client.aws_session_token) }),
  };
  const aws = new AwsClient({ ...credentials, service: "s3", region, retries: RETRIES, initRetryMs: FIRST_PAUSE_MS });
  const object = `${settings.aws_s3_object_key} in the bucket ${settings.aws_s3_bucket_name}`;

  async function send({ method, headers, query, body }: Call): Promise<Response> {
    const target = new URL(url);
    for (const [name, value] of Object.entries(query)) target.searchParams.set(name, value);
    const init = {
      method,
      headers: { ...headers, "x-amz-content-sha256": await sha256Hex(body ?? new Uint8Array()) },
      redirect: "manual" as const,
      signal: AbortSignal.timeout(Math.min(limitMs, TIMEOUT_MS)),
      ...(body === undefined ? {} : { body }),
    };
    const done = method === "PUT" ? "unknown" : "nothing";
    const response = await reach(() => aws.fetch(target.href, init), done);
    if (response.ok) return response;
    const text = await reach(() => response.text(), done);
    throw refusalOf(response.status, object, text, done) ?? new Error("a refusal was expected");
  }

  async function reach<T>(call: () => Promise<T>, done: Done): Promise<T> {
    try {
      return await call();
    } catch (cause) {
      if (cause instanceof TaipyError) throw cause;
      const isLate = cause instanceof Error && cause.name === "TimeoutError";
      const reason = isLate ? "no answer in time" : reasonWithout(Object.values(credentials), cause);
      const text = `The service of the object ${object} can't be reached: ${reason}.`;
      throw outsideError("outage", done === "unknown" ? text + UNKNOWN : text, done);
    }
  }

  return {
    async get(budget) {
      const response = await send({ method: "GET", ...getParameters(settings.aws_s3_get_object_parameters) });
      const contentType = response.headers.get("content-type");
      // A header of the encoded body, and of no body that is sent in chunks.
      const length = response.headers.has("content-encoding") ? null : response.headers.get("content-length");
      if (length === null)
        return { body: await reach(() => chargedBytes(response.body, budget), "nothing"), contentType };
      const size = Number(length);
      if (size > MAX_OBJECT_BYTES) {
        await response.body?.cancel();
        throw tooLarge(size);
      }
      budget.charge("unpackedBytes", size, "the object");
      return { body: new Uint8Array(await reach(() => response.arrayBuffer(), "nothing")), contentType };
    },
    async mediaType() {
      try {
        const response = await send({ method: "HEAD", ...getParameters(settings.aws_s3_get_object_parameters) });
        return response.headers.get("content-type");
      } catch (error) {
        // A key that may only write is refused a look, and S3 may refuse it what is not there.
        if (error instanceof TaipyError && error.code !== "storage_unavailable") return undefined;
        throw error;
      }
    },
    async put({ body, contentType }) {
      const { headers, query } = putParameters(settings.aws_s3_put_object_parameters);
      const type = contentType === null ? {} : { "content-type": contentType };
      const response = await send({ method: "PUT", headers: { ...type, ...headers }, query, body });
      await response.body?.cancel();
    },
  };
}

const textOrNull = (value: unknown) => (value === undefined || value === null ? null : String(value));

/** The signature covers it, so that the service notices a body that was changed on its way. */
async function sha256Hex(bytes: Uint8Array): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** The reason in the body of S3's refusal: `<Error><Code>…</Code><Message>…</Message>`. */
function reasonOf(status: number, text: string): string {
  const [code, message] = ["Code", "Message"].map(
    (tag) => new RegExp(`<${tag}>([^<]{0,300})</${tag}>`).exec(text)?.[1],
  );
  const reason = [code, message].filter((part) => part !== undefined).join(": ");
  return reason === "" ? `status ${status}` : `status ${status}, ${reason.replace(/\.$/, "")}`;
}

/** The error for a status; null = success. */
export function refusalOf(status: number, object: string, text: string, done: Done = "nothing"): TaipyError | null {
  if (status >= 200 && status < 300) return null;
  const reason = reasonOf(status, text);
  if (status === 404 && !/NoSuchBucket/.test(text)) {
    return new TaipyError("payload_missing", `There is no object ${object}: ${reason}.`);
  }
  // A redirect would lead to a host that the configuration does not name.
  if (status >= 300 && status < 400) {
    return misconfigured(`The bucket of the object ${object} lies in another region or at another address: ${reason}.`);
  }
  const mayBeDone = done === "unknown" && BROKEN.includes(status) && !text.includes("<Code>SlowDown<");
  const rest = mayBeDone ? UNKNOWN : "";
  const message = `The service has refused the request for the object ${object}: ${reason}.${rest}`;
  return outsideError(reasonOfS3(status, text), message, mayBeDone ? "unknown" : "nothing");
}

/** A service or a gateway before it has failed, at whatever point. All others say before the change that they make none. */
const BROKEN: readonly number[] = [500, 502, 504];

/** Whose failure a refusal is. Credentials, the bucket and parameters are the operator's; the size of an object is the value's. */
function reasonOfS3(status: number, text: string): Reason {
  if (status >= 500 || [408, 409, 429].includes(status) || /<Code>(?:RequestTimeout|SlowDown)</.test(text))
    return "outage";
  return status === 413 || text.includes("<Code>EntityTooLarge<") ? "value" : "settings";
}
