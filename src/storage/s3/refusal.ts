import { TaipyError } from "../../core/errors.ts";
import { MAX_OBJECT_BYTES } from "./bucket.ts";

export const tooLarge = (size: number): TaipyError =>
  new TaipyError("invalid_value", `The object has ${size} bytes; ${MAX_OBJECT_BYTES} can be read or written at once.`);

/** What S3 says in the body of a refusal: `<Error><Code>…</Code><Message>…</Message>`. */
function reasonOf(status: number, text: string): string {
  const [code, message] = ["Code", "Message"].map(
    (tag) => new RegExp(`<${tag}>([^<]{0,300})</${tag}>`).exec(text)?.[1],
  );
  const told = [code, message].filter((part) => part !== undefined).join(": ");
  return told === "" ? `status ${status}` : `status ${status}, ${told.replace(/\.$/, "")}`;
}

/** What a status means to a reader or a writer; null = the request was done. */
export function refusalOf(status: number, place: string, text: string): TaipyError | null {
  if (status >= 200 && status < 300) return null;
  const reason = reasonOf(status, text);
  if (status === 404 && !/NoSuchBucket/.test(text)) {
    return new TaipyError("payload_missing", `There is no object ${place}: ${reason}.`);
  }
  // A redirect would lead to a host that the configuration does not name.
  if (status >= 300 && status < 400) {
    const message = `The bucket of the object ${place} lies in another region or at another address: ${reason}.`;
    return new TaipyError("invalid_value", message);
  }
  const code = status >= 500 || status === 429 ? "database_unavailable" : "invalid_value";
  return new TaipyError(code, `The service has refused the request for the object ${place}: ${reason}.`);
}
