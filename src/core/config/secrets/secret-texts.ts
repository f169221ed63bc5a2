import { isSecretName } from "./secret-names.ts";

/** What views show in the place of a secret. */
export const HIDDEN = "***";

/** Everything between `://` and the last `@` before the host's end. */
const USERINFO = /(?<=:\/\/)[^\s/?#"'<>\\]*@/g;

/** Schemes whose addresses hold passwords, which may hold any character when they are not encoded. */
const DATABASE_URI =
  /\b(?:postgres(?:ql)?|mysql|mariadb|mongodb(?:\+srv)?|rediss?|amqps?|mssql|sqlserver|oracle):\/\//i;

/** `name=value` in the query of an address and in connection strings (`Server=…;Password=…`, `host=… password=…`). */
const PAIR = /(?<=(^|[?&;,\s"']))([\w.-]{1,60})=([^&;#\s"'\\]+)/g;

/** Services take keys under these names in a query, where no column of a table is compared. */
const isKeyOfQuery = (before: string, name: string): boolean => /[?&]/.test(before) && /^(?:key|code)$/i.test(name);

const AUTHORIZATION = /\b(Bearer|Basic)\s+(?=[\w.~+/-]*[\d=])[\w.~+/-]{8,}=*/g;

const PRIVATE_KEY = "PRIVATE KEY-----";

/**
 * The text without the credentials that its own form shows: user and password in addresses, signatures and keys in their
 * queries, passwords in connection strings, `Authorization` headers, private keys.
 */
export function withoutCredentials(text: string): string {
  if (text.includes(PRIVATE_KEY)) return HIDDEN;
  let shown = text;
  if (shown.includes("://")) shown = withoutUserinfo(shown);
  if (shown.includes("=")) {
    shown = shown.replace(PAIR, (pair, before: string, name: string) =>
      isKeyOfQuery(before, name) || isSecretName(name) ? `${name}=${HIDDEN}` : pair,
    );
  }
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
  /:\/\/\*{3}@|=\*{3}(?:[&;#\s]|$)|\b(?:Bearer|Basic) \*{3}/.test(text);

/** The passwords of the addresses in a text, as they are written and decoded. */
export function passwordsIn(text: string): readonly string[] {
  return [...text.matchAll(USERINFO)].flatMap(([userinfo]) => {
    const colon = userinfo.indexOf(":");
    if (colon === -1) return [];
    const written = userinfo.slice(colon + 1, -1);
    return [written, decoded(written)];
  });
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
