import { misconfigured } from "../settings/outside-failure.ts";

/** boto3's parameters of an object as parts of a request: headers, and members of the query string. */
export interface RequestParameters {
  readonly headers: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
}

const GET_QUERY = { VersionId: "versionId", PartNumber: "partNumber" };
const GET_HEADERS = {
  IfMatch: "if-match",
  ExpectedBucketOwner: "x-amz-expected-bucket-owner",
  RequestPayer: "x-amz-request-payer",
};
const PUT_HEADERS = {
  ACL: "x-amz-acl",
  CacheControl: "cache-control",
  ContentDisposition: "content-disposition",
  ContentEncoding: "content-encoding",
  ContentLanguage: "content-language",
  ContentType: "content-type",
  ExpectedBucketOwner: "x-amz-expected-bucket-owner",
  RequestPayer: "x-amz-request-payer",
  ServerSideEncryption: "x-amz-server-side-encryption",
  SSEKMSKeyId: "x-amz-server-side-encryption-aws-kms-key-id",
  StorageClass: "x-amz-storage-class",
  Tagging: "x-amz-tagging",
};

/** @throws TaipyError `storage_misconfigured` for an unknown parameter: none is silently ignored */
export const getParameters = (given: unknown): RequestParameters =>
  requestParameters("aws_s3_get_object_parameters", given, GET_HEADERS, GET_QUERY);

/** @throws TaipyError as {@link getParameters} */
export function putParameters(given: unknown): RequestParameters {
  const { Metadata, ...others } = recordOf("aws_s3_put_object_parameters", given);
  const { headers, query } = requestParameters("aws_s3_put_object_parameters", others, PUT_HEADERS, {});
  const metadata = Object.entries(recordOf("Metadata", Metadata)).map(([name, value]) => [
    `x-amz-meta-${name.toLowerCase()}`,
    String(value),
  ]);
  return { headers: { ...headers, ...Object.fromEntries(metadata) }, query };
}

/** @throws TaipyError as {@link getParameters} */
export function checkNames(
  option: string,
  given: unknown,
  known: readonly string[],
): Readonly<Record<string, unknown>> {
  const record = recordOf(option, given);
  const unknown = Object.keys(record).find((name) => !known.includes(name));
  if (unknown === undefined) return record;
  const message = `The parameter "${unknown}" of \`${option}\` is not supported here; there are ${known.join(", ")}.`;
  throw misconfigured(message);
}

function requestParameters(
  option: string,
  given: unknown,
  headers: Readonly<Record<string, string>>,
  query: Readonly<Record<string, string>>,
): RequestParameters {
  const record = checkNames(option, given, [...Object.keys(headers), ...Object.keys(query)]);
  const pick = (names: Readonly<Record<string, string>>) =>
    Object.fromEntries(
      Object.entries(record).flatMap(([name, value]) => {
        const found = names[name];
        return found === undefined ? [] : [[found, String(value)]];
      }),
    );
  return { headers: pick(headers), query: pick(query) };
}

function recordOf(option: string, given: unknown): Readonly<Record<string, unknown>> {
  if (given === undefined || given === null) return {};
  if (typeof given === "object" && !Array.isArray(given)) return given as Readonly<Record<string, unknown>>;
  throw misconfigured(`\`${option}\` must be an object of parameters.`);
}
