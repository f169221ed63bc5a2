import { STORAGE_TYPES, storageTypeRow } from "../../storage-types.ts";

/** The words of a name between underscores, and one around them: `SSECustomerKey` and `sse-customer-key` are `_sse_customer_key_`. */
const spelled = (name: string): string =>
  `_${name
    .replace(/(?<=[a-z\d])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/g, "_")
    .toLowerCase()
    .split(/[^a-z\d]+/)
    .filter((word) => word !== "")
    .join("_")}_`;

const OPTIONS = STORAGE_TYPES.flatMap((name) => Object.values(storageTypeRow(name)?.options ?? {}));

/** Options of storage types that hold credentials. */
const SECRET_OPTIONS: ReadonlySet<string> = new Set(
  OPTIONS.flatMap(({ secret, property }) => (secret ? [spelled(property)] : [])),
);

/** One of several words or patterns. */
const anyOf = (...lists: readonly string[]): string => `(?:${lists.join(" ").split(" ").join("|")})`;

/** Words that a secret's name contains; other words may stand before and behind, and letters before: `dbpassword`. */
const SECRET_WORDS = anyOf(
  "pass_?(?:wor[dt]|wd)[a-z]* pass_?phrases? pass_?codes? passkeys? pwd secrets? credentials? creds tokens? bearer jwt",
  "cookies? authorization signature dsn connection_?strings? conn_?str",
  "(?:api|access|private|secret|account|master|shared|signing|encryption)keys?",
);

/** The same for words that are the end of other words, too, such as `otp`. */
const WHOLE_WORDS = anyOf("cred otp totp sas pw");

/** What makes the word `key` a secret. A primary key, a sort key or the key of an object is none. */
const SECRET_KEYS = `${anyOf(
  "api access private secret account master shared storage subscription license sign signing signature encrypt",
  "encryption decrypt decryption cipher crypto security auth authentication authorization session service server",
  "client admin root app application deploy webhook sse_customer ssh ssl tls gpg pgp rsa aes hmac jwt",
  "openai anthropic stripe sendgrid mailgun twilio google maps azure github",
)}_?keys?`;

/** Not `first_pass` or `pass_rate`. */
const PASS = `${anyOf(
  "db database user login smtp imap mail email ftp sftp ssh http proxy admin root redis mysql pg postgres mongo",
  "oracle sql server basic auth key keystore ssl",
)}_?pass`;

const SECRET = new RegExp(
  `_[a-z\\d]*?${SECRET_WORDS}\\d*_|_${anyOf(WHOLE_WORDS, SECRET_KEYS, PASS)}\\d*_|^_pass_$|_${anyOf("sig", "hmac")}_$`,
);

/** `basic_auth` and `auth_header`, not `auth_url` or `author`. */
const AUTH = /_[a-z]*auth_(?:(?:header|code|data|value|info|string|params?)_)?$/;

/** Names that end like this say something about a secret: `token_count`, `private_key_path`, `secret_name`. */
const ABOUT = new RegExp(
  `_${anyOf(
    "counts? length len size limits? min max policy expiry expires expiration ttl age types? ur[il]s? endpoints?",
    "hosts? port path files? filename dir folder names? fields? columns? prefix suffix enabled required allowed",
    "index format version mode method algorithm provider source mechanism scopes? domain realm issuer audience days?",
    "hours? minutes? seconds? ms at date time timeout used usage rate budget rotation position pattern regex label",
    "title description",
  )}_$`,
);

/** Parts of texts, as language models count and name them. */
const TEXT_TOKENS =
  /_(?:max|min|num|number|n|total|prompt|completion|input|output|cached)_(?:[a-z]+_){0,2}tokens_$|_(?:pad|eos|bos|unk|mask|cls|sep|stop|special)_tokens?_$/;

/** The entities of a page have the same names. Callers choose those of cycles, so the answers kept are bounded. */
const known = new Map<string, boolean>();
const MAX_KNOWN = 1_000;
const MAX_KNOWN_LENGTH = 60;

/** Whether the values under a name are secrets: passwords, keys, tokens, in any case and spelling. */
export function isSecretName(name: string): boolean {
  const found = known.get(name);
  if (found !== undefined) return found;
  const isSecret = saysSecret(name);
  if (known.size >= MAX_KNOWN) known.clear();
  if (name.length <= MAX_KNOWN_LENGTH) known.set(name, isSecret);
  return isSecret;
}

function saysSecret(name: string): boolean {
  const words = spelled(name);
  if (SECRET_OPTIONS.has(words)) return true;
  if (AUTH.test(words)) return true;
  return SECRET.test(words) && !ABOUT.test(words) && !TEXT_TOKENS.test(words);
}

/** What the JSON of an object contains when one of its names or texts may be a secret: a cheap test that finds too much. */
export const MAY_HOLD_SECRET =
  /pass|pwd|pw\b|secret|cred|token|key|auth|bearer|basic|cookie|dsn|sas|sig|hmac|conn|jwt|eyj|otp|username|args|parameters|:\/\/|=/i;
