import { jwtVerify, SignJWT } from "jose";
import type { Identity } from "../../core/access/identity.ts";
import { type RoleNames, rolesOf } from "../../core/access/permissions.ts";
import { TaipyError } from "../../core/errors.ts";
import type { SessionStore } from "../../core/ports/credential-stores.ts";
import type { Clock } from "../../core/ports/runtime.ts";
import { formatTime, MICROSECONDS_PER_MILLISECOND, MICROSECONDS_PER_SECOND, type Timestamp } from "../../core/time.ts";
import { networkOf } from "../input/request-headers.ts";
import type { Exchange } from "../pipeline/exchange.ts";
import { LOOKUP_CAPACITY, LOOKUP_LIFETIME } from "./api-keys.ts";
import { refused } from "./bearer.ts";
import { randomHex } from "./digest.ts";
import { createLookupCache } from "./lookup-cache.ts";
import type { PasswordCheck } from "./passwords/password-check.ts";

export interface Login {
  readonly identity: Identity;
  readonly token: string;
  readonly expires_at: Timestamp;
}

// docs/decisions/029-tokens-have-a-row.md
export interface Sessions {
  /** @throws TaipyError `unauthenticated`, `rate_limited`, `logins_busy` or `signing_key_missing` */
  login(exchange: Exchange, username: string, password: string): Promise<Login>;
  /** @throws TaipyError `no_session` for an identity without a session */
  logout(identity: Identity): Promise<void>;
  /** @throws TaipyError `unauthenticated` */
  identify(token: string): Promise<Identity>;
  /** Makes this isolate read sessions again, after a user was updated or removed. */
  clearCache(): void;
}

export interface SessionsDeps {
  readonly store: SessionStore;
  readonly check: PasswordCheck;
  readonly clock: Clock;
  /** Signs tokens; null = none is configured. */
  readonly key: Uint8Array | null;
  readonly sessionSeconds: number;
}

/** Issuer and audience of the tokens of logins. */
export const ISSUER = "taipy-edge";
const ALGORITHM = "HS256";
const SESSION_ID_BYTES = 16;
/** HMAC with SHA-256 needs 32 bytes. */
const MIN_SECRET_LENGTH = 32;

const NO_KEY = `Logins need a key that signs their tokens, of at least ${MIN_SECRET_LENGTH} characters. Set one with \`openssl rand -hex 32 | npx wrangler secret put SECRET_KEY\`.`;
const WRONG = "The user name or the password is wrong.";

export function createSessions({ store, check, clock, key, sessionSeconds }: SessionsDeps): Sessions {
  const lookups = createLookupCache((id) => store.find(id), {
    clock,
    lifetime: LOOKUP_LIFETIME,
    capacity: LOOKUP_CAPACITY,
  });

  return {
    async login(exchange, username, password) {
      if (key === null) throw new TaipyError("signing_key_missing", NO_KEY);
      const user = await check(exchange, username, password);
      if (user === null) throw new TaipyError("unauthenticated", WRONG);
      // The times in a token are whole seconds.
      const issuedAt = Math.floor(clock() / MICROSECONDS_PER_SECOND);
      const expiresAt = issuedAt + sessionSeconds;
      const expires_at = formatTime(expiresAt * MICROSECONDS_PER_SECOND);
      const id = randomHex(SESSION_ID_BYTES);
      const created = formatTime(clock());
      const session = { id, username, expires_at, created, network: networkOf(exchange.request) };
      const isKept = await store.insert(session, user.password_hash);
      if (!isKept) throw new TaipyError("unauthenticated", WRONG);
      const token = await new SignJWT()
        .setProtectedHeader({ alg: ALGORITHM, typ: "JWT" })
        .setIssuer(ISSUER)
        .setAudience(ISSUER)
        .setSubject(username)
        .setJti(id)
        .setIssuedAt(issuedAt)
        .setExpirationTime(expiresAt)
        .sign(key);
      return { identity: { ...identityOf(username, user.roles), session_id: id }, token, expires_at };
    },
    async logout({ session_id }) {
      if (session_id === undefined) {
        throw new TaipyError("no_session", "Only a login can be ended so. An API key is revoked by an administrator.");
      }
      await store.remove(session_id);
      lookups.clear();
    },
    async identify(token) {
      if (key === null) throw refused();
      // The signature is checked first, so that a forged token costs no read of the database.
      const { jti, sub } = await verified(token, key);
      const session = await lookups.get(jti);
      if (session === null || session.username !== sub || session.expires_at <= formatTime(clock())) throw refused();
      return { ...identityOf(sub, session.roles), session_id: jti };
    },
    clearCache: lookups.clear,
  };

  async function verified(token: string, secret: Uint8Array): Promise<{ readonly jti: string; readonly sub: string }> {
    try {
      const { payload } = await jwtVerify(token, secret, {
        algorithms: [ALGORITHM],
        issuer: ISSUER,
        audience: ISSUER,
        requiredClaims: ["exp", "iat"],
        currentDate: new Date(clock() / MICROSECONDS_PER_MILLISECOND),
      });
      const { jti, sub } = payload;
      if (typeof jti === "string" && typeof sub === "string") return { jti, sub };
    } catch {
      // Only a wrong token throws here.
    }
    throw refused();
  }
}

const identityOf = (username: string, roles: RoleNames): Identity => ({
  kind: "user",
  id: username,
  name: username,
  roles: rolesOf(roles),
});

/** null = there is none, or it is too short. */
export function signingKey(secret: string | null): Uint8Array | null {
  return secret === null || secret.length < MIN_SECRET_LENGTH ? null : new TextEncoder().encode(secret);
}
