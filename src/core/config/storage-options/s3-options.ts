import type { Properties } from "../../entities/fields.ts";

const text = { required: false, defaultValue: undefined as string | undefined } as const;
const secret = { ...text, secret: true } as const;
const parameters = {
  required: false,
  defaultValue: undefined as Readonly<Record<string, string | Readonly<Record<string, string>>>> | undefined,
} as const;

/** Where an object lies: in an R2 bucket by its binding, or in a bucket of any service with S3's API. */
export const S3_OPTIONS = {
  /** The name of an R2 binding. Nothing but the object's key is needed then. */
  binding: { ...text, property: "binding" },
  awsAccessKey: { ...secret, property: "aws_access_key" },
  awsSecretAccessKey: { ...secret, property: "aws_secret_access_key" },
  awsS3BucketName: { ...text, property: "aws_s3_bucket_name" },
  awsS3ObjectKey: { property: "aws_s3_object_key", required: true, defaultValue: undefined as string | undefined },
  /** Default: `us-east-1`. */
  awsRegion: { ...text, property: "aws_region" },
  /** The address of a service other than Amazon's: `https://minio.example.org`. */
  endpoint: { ...text, property: "endpoint" },
  /** boto3's names: `region_name`, `endpoint_url`, `aws_session_token`. */
  awsS3ClientParameters: { ...parameters, property: "aws_s3_client_parameters", secret: true },
  /** boto3's names, such as `VersionId`. */
  awsS3GetObjectParameters: { ...parameters, property: "aws_s3_get_object_parameters" },
  /** boto3's names, such as `ContentType`, `StorageClass` or `Metadata`. */
  awsS3PutObjectParameters: { ...parameters, property: "aws_s3_put_object_parameters" },
} as const;

/** What is missing for the object of a configuration to be reached. */
export function missingS3Properties(properties: Readonly<Properties>): readonly string[] {
  const isMissing = (name: string) => properties[name] === undefined || properties[name] === null;
  if (!isMissing("binding")) return [];
  return ["aws_access_key", "aws_secret_access_key", "aws_s3_bucket_name"].filter(isMissing);
}
