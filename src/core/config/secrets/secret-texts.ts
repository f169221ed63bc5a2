import { isSecretName } from "./secret-names.ts";

/** What views show in the place of a secret. */
export const HIDDEN = "***";

/** Everything between `://` and the last `@` before the host's end. */
const USERINFO = /(?<=:\/\/)[^\s/?#"'<>\\]*@/g;

/** Schemes whose addresses hold passwords, which may hold any character when they are not encoded. */
const DATABASE_URI =
  /\b(?:postgres(?:ql)?|mysql|mariadb|mongodb|rediss?|amqps?|mssql|sqlserver|oracle|clickhouse|snowflake)(?:\+\w{1,20})?:\/\//i;

/**
 * `name=value` in the query of an address and in connection strings (`Server=…;Password=…`, `host=… password='…'`). A value
 * before a semicolon may have blanks.
 */
const PAIR =
  /(?<=(^|[?&;,\s"']))([\w.-]{1,60})=("[^"]{1,1000}"|'[^']{1,1000}'|[^&;=#"'\\\r\n]{1,300}(?=;)|[^&;#\s"'\\]+)/g;

/** `"name":"value"` in JSON, and in JSON that is a text of JSON. */
const MEMBER = /"([\w.-]{1,60})"\s?:\s?"((?:[^"\\]|\\.){1,5000})/g;
const INNER_MEMBER = /(\\{1,7})"([\w.-]{1,60})\1"\s?:\s?\1"([^"\\]+)/g;

/** Three parts in base64, the first two of which begin with `{"`. */
const JSON_WEB_TOKEN = /(?<![\w-])eyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]*/g;

/** Services take keys under these names in a query, where no column of a table is compared. */
const isKeyOfQuery = (before: string, name: string): boolean => /[?&]/.test(before) && /^(?:key|code)$/i.test(name);

const isSecretPair = (before: string, name: string): boolean => isKeyOfQuery(before, name) || isSecretName(name);

const AUTHORIZATION = /\b([Bb]earer|Basic)\s+(?=[\w.~+/-]*[\d=])[\w.~+/-]{8,}=*/g;

const PRIVATE_KEY = "PRIVATE KEY-----";

/**
 * The text without the credentials that its own form shows: user and password in addresses, signatures and keys in their
 * queries, passwords in connection strings and in JSON, `Authorization` headers, JSON web tokens, private keys.
 */
export function withoutCredentials(text: string): string {
  if (text.includes(PRIVATE_KEY)) return `PRIVATE KEY ${HIDDEN}`;
  let shown = text;
  if (shown.includes("://")) shown = withoutUserinfo(shown);
  if (shown.includes("=")) {
    shown = shown.replace(PAIR, (pair, before: string, name: string) =>
      isSecretPair(before, name) ? `${name}=${HIDDEN}` : pair,
    );
  }
  if (shown.includes('"')) {
    shown = shown.replace(MEMBER, (member, name: string, value: string) =>
      isSecretName(name) ? member.slice(0, -value.length) + HIDDEN : member,
    );
    shown = shown.replace(INNER_MEMBER, (member, _, name: string, value: string) =>
      isSecretName(name) ? member.slice(0, -value.length) + HIDDEN : member,
    );
  }
  if (shown.includes("eyJ")) shown = shown.replace(JSON_WEB_TOKEN, `eyJ${HIDDEN}`);
  return shown.replace(AUTHORIZATION, `$1 ${HIDDEN}`);
}

function withoutUserinfo(text: string): string {
  const strict = text.replace(USERINFO, `${HIDDEN}@`);
  if (!DATABASE_URI.test(strict)) return strict;
  return strict
    .split(/(\s+)/)
    .map((part) => {
      const from = DATABASE_URI.exec(part);
      const to = part.lastIndexOf("@");
      const start = from === null ? -1 : from.index + from[0].length;
      return start === -1 || to < start ? part : `${part.slice(0, start)}${HIDDEN}${part.slice(to)}`;
    })
    .join("");
}

/** Whether the text has {@link HIDDEN} where {@link withoutCredentials} writes it. */
export const hasHiddenPart = (text: string): boolean =>
  /:\/\/\*{3}@|=\*{3}(?:[&;#\s]|$)|"\s?:\s?\\{0,7}"\*{3}|\b(?:[Bb]earer |Basic |PRIVATE KEY |eyJ)\*{3}/.test(text);

/** The passwords of the addresses and connection strings in a text, as they are written and decoded. */
export function passwordsIn(text: string): readonly string[] {
  const ofAddresses = [...text.matchAll(USERINFO)].flatMap(([userinfo]) => {
    const colon = userinfo.indexOf(":");
    return colon === -1 ? [] : [userinfo.slice(colon + 1, -1)];
  });
  const ofPairs = [...text.matchAll(PAIR)].flatMap(([, before = "", name = "", value = ""]) =>
    isSecretPair(before, name) ? [value.replace(/^(["'])(.*)\1$/s, "$2")] : [],
  );
  return [...ofAddresses, ...ofPairs].flatMap((written) => [written, decoded(written)]);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
