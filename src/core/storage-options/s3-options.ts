import { type Given, missingOf, optional, required, secret } from "./option.ts";

type Parameters = Readonly<Record<string, string | Readonly<Record<string, string>>>>;

/** Where an object lies: in an R2 bucket by its binding, or in a bucket of any service with S3's API. */
export const S3_OPTIONS = {
  /** The name of an R2 binding. Nothing but the object's key is needed then. */
  binding: optional<string>("binding"),
  awsAccessKey: secret<string>("aws_access_key"),
  awsSecretAccessKey: secret<string>("aws_secret_access_key"),
  awsS3BucketName: optional<string>("aws_s3_bucket_name"),
  awsS3ObjectKey: required<string>("aws_s3_object_key"),
  /** Default: `us-east-1`. */
  awsRegion: optional<string>("aws_region"),
  /** The address of a service other than Amazon's: `https://minio.example.org`. */
  endpoint: optional<string>("endpoint"),
  /** boto3's names: `region_name`, `endpoint_url`, `aws_session_token`. */
  awsS3ClientParameters: secret<Parameters>("aws_s3_client_parameters"),
  /** boto3's names, such as `VersionId`. */
  awsS3GetObjectParameters: optional<Parameters>("aws_s3_get_object_parameters"),
  /** boto3's names, such as `ContentType`, `StorageClass` or `Metadata`. */
  awsS3PutObjectParameters: optional<Parameters>("aws_s3_put_object_parameters"),
} as const;

/** The properties that a configuration lacks to reach its object. */
export const missingS3Properties = (properties: Given): readonly string[] =>
  missingOf(properties, ["binding"]).length === 0
    ? []
    : missingOf(properties, ["aws_access_key", "aws_secret_access_key", "aws_s3_bucket_name"]);
