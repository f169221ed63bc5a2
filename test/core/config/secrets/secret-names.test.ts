import { describe, expect, it } from "vitest";
import { isSecretName, MAY_HOLD_SECRET } from "../../../../src/core/config/secrets/secret-names.ts";
import { STORAGE_TYPES, storageTypeRow } from "../../../../src/core/storage-types.ts";

/** The same words in every spelling that configurations use. */
const spellings = (words: string): readonly string[] => {
  const list = words.split(" ");
  const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);
  return [
    list.join("_"),
    list.join("-"),
    list.join("."),
    list.join(" "),
    list.join(""),
    list.join("_").toUpperCase(),
    list.map(capital).join(""),
    list.map(capital).join("-"),
    list.map((word, index) => (index === 0 ? word : capital(word))).join(""),
  ];
};

const SECRETS = [
  ...[
    "password",
    "db password",
    "passwd",
    "pass word",
    "db pass word",
    "passphrase",
    "pass phrase",
    "passcode",
    "pwd",
    "db pwd",
    "user pass",
    "secret",
    "api secret",
  ],
  ...["client secret", "api key", "access key", "secret access key", "account key", "private key", "signing key"],
  ...["encryption key", "master key", "shared access key", "subscription key", "admin key", "secret key", "ssh key"],
  ...["token", "api token", "access token", "refresh token", "auth token", "bearer", "authorization", "cookie"],
  ...["session cookie", "credential", "credentials", "connection string", "dsn", "sentry dsn", "signature", "jwt"],
  ...["aws secret access key", "aws session token", "password hash", "passwords", "client secrets", "api keys"],
];

const MORE_SECRETS = [
  ...[
    "auth",
    "basic_auth",
    "httpAuth",
    "auth_header",
    "sas",
    "sas_token",
    "SAS",
    "sig",
    "pw",
    "stripe_key",
    "openaiKey",
    "db-pw",
    "pass",
    "otp",
  ],
  ...["SSECustomerKey", "SSECustomerKeyMD5", "CopySourceSSECustomerKey", "AWS_SECRET_ACCESS_KEY", "X-Amz-Signature"],
  ...["X-Amz-Security-Token", "AccountKey", "SharedAccessSignature", "ocp-apim-subscription-key", "PGPASSWORD"],
  ...[
    "secret_key_base",
    "password2",
    "apiKey1",
    "readFctArgs",
    "write_fct_args",
    "dbExtraArgs",
    "db_username",
    "creds",
  ],
];

const OPEN = [
  ...["primary key", "foreign key", "sort key", "partition key", "object key", "public key", "cache key", "group key"],
  ...["key", "keys", "keyboard", "keyword", "monkey", "author", "authors", "authority", "token count", "max tokens"],
  ...["secretary", "password min length", "password policy", "token url", "token endpoint", "auth mode", "auth url"],
  ...["private key path", "secret name", "cookie name", "signature version", "api key name", "tokens per minute"],
];

const MORE_OPEN = [
  ...["", "_", "ключ", "name", "path", "default_path", "tokenizer", "pad_token", "max_new_tokens", "prompt_tokens"],
  ...["pass_rate", "first_pass", "compass", "passenger", "bypass", "sasquatch", "signal", "design_key", "Kassandra"],
  ...["authSource", "authMechanism", "user", "username", "description", "aws_s3_object_key", "SSEKMSKeyId", "keystone"],
  ...["table_name", "read_query", "host", "port", "sacred", "headers", "connection", "connections", "discount_code"],
];

describe("the name of a secret", () => {
  it.each(SECRETS)("is recognised in every spelling: %s", (words) => {
    expect(spellings(words).filter((name) => !isSecretName(name))).toEqual([]);
  });

  it.each(MORE_SECRETS)("is recognised: %s", (name) => {
    expect(isSecretName(name)).toBe(true);
  });

  it.each(OPEN)("is not any name that has a word in common with one: %s", (words) => {
    const separated = spellings(words).filter((name) => name !== words.replaceAll(" ", ""));
    expect(separated.filter(isSecretName)).toEqual([]);
  });

  it.each(MORE_OPEN)("is not this one: %s", (name) => {
    expect(isSecretName(name)).toBe(false);
  });

  it("is that of every option of a storage type that its row calls a secret", () => {
    const options = STORAGE_TYPES.flatMap((type) => Object.values(storageTypeRow(type)?.options ?? {}));
    const secret = options.filter((row) => row.secret === true).map(({ property }) => property);
    expect(secret.length).toBeGreaterThan(5);
    expect(secret.filter((property) => !isSecretName(property))).toEqual([]);
  });

  it("is never passed over by the test that decides whether a text is looked into at all", () => {
    const names = [...SECRETS.flatMap(spellings), ...MORE_SECRETS];
    expect(names.filter((name) => !MAY_HOLD_SECRET.test(JSON.stringify({ [name]: 1 })))).toEqual([]);
  });

  it("is looked for in time that grows with the length of the name", () => {
    const steps = ["a", "A", "aA", "_", "api", "token", "max_", "auth_", "key_"];
    for (const step of steps) expect(isSecretName(`${step.repeat(200_000)}!`)).toBeTypeOf("boolean");
  });
});
