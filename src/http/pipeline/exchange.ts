import type * as z from "zod";
import type { AuditLog } from "../../core/access/audit.ts";
import type { Identity } from "../../core/access/identity.ts";
import type { EntityKind } from "../../core/entities/kinds.ts";
import type { ByteRange, PayloadRef } from "../../core/entities/payload.ts";
import type { ErrorCode } from "../../core/errors.ts";
import type { Services } from "../../core/services.ts";
import type { Auth } from "../auth/auth.ts";
import type { RateLimitState } from "../limits/quotas.ts";
import type { Route } from "../routes.ts";

/** Whether each part of the platform answers. */
export interface Health {
  readonly d1: boolean;
  readonly kv: boolean;
  readonly durable_object: boolean;
}

/** Encoded values as streams (payloads/content-store.ts). */
export interface ContentStore {
  /** The largest upload, in bytes. */
  readonly limit: number;
  /** @throws TaipyError `body_too_large` beyond the limit, `invalid_body` when the stream breaks off; nothing is kept then */
  put(body: ReadableStream<Uint8Array> | null, contentType: string): Promise<PayloadRef>;
  /** @throws TaipyError `payload_missing` */
  open(payload: PayloadRef, range: ByteRange | null): Promise<ReadableStream<Uint8Array>>;
  /** Removes payloads that nothing points at. */
  discard(keys: readonly string[]): Promise<void>;
}

/** Who may do what: asked before a handler runs. */
export interface Guard {
  /**
   * Asked before anything is said of a path, whether it exists or not.
   * @throws TaipyError `service_closed` while nobody at all could be let in
   */
  open(exchange: Exchange): Promise<void>;
  /**
   * Who makes the request, when the row may be used by them.
   * @throws TaipyError `unauthenticated`, `forbidden`, `origin_not_allowed` or `rate_limited`
   */
  admit(route: Route, exchange: Exchange): Promise<Identity>;
}

export interface HttpDeps {
  readonly services: Services;
  readonly guard: Guard;
  readonly auth: Pick<Auth, "apiKeys" | "users" | "sessions">;
  readonly content: ContentStore;
  readonly audit: AuditLog;
  /** Asks every part of the platform; a part that fails is `false`, never a rejection. */
  readonly health: () => Promise<Health>;
  /** The files of the documentation's pages; a Worker may be built without. */
  readonly assets?: Fetcher | undefined;
}

/** What is known of a request when its answer goes out. */
export interface Trail {
  /** The row that answers; none for an unknown path. */
  route?: Route;
  identity?: Identity;
  /** The decoded `{id}` of the path. */
  id?: string;
  /** Why it was refused. */
  code?: ErrorCode;
  /** What it was counted as, last. */
  rateLimit?: RateLimitState;
}

/** One request on its way to its answer. */
export interface Exchange {
  readonly trail: Trail;
  readonly deps: HttpDeps;
  readonly request: Request;
  readonly url: URL;
  readonly requestId: string;
  /** Work that goes on after the answer. */
  readonly waitUntil: (work: Promise<unknown>) => void;
}

/** What a handler gets: the request and the decoded `{id}` of the path, `""` when the path has none. */
export interface Call {
  readonly identity: Identity;
  readonly exchange: Exchange;
  readonly request: Request;
  readonly url: URL;
  readonly id: string;
  readonly requestId: string;
  readonly deps: HttpDeps;
  readonly services: Services;
}

/** The input that a request's body carries. The limits are in bytes. */
export type BodyContract =
  | { readonly kind: "none" }
  | { readonly kind: "json"; readonly required: boolean; readonly schema: () => z.ZodType; readonly limit: number }
  /** Any JSON value. */
  | { readonly kind: "value"; readonly limit: number }
  /** A read filter: `operators` and `join_operator`. */
  | { readonly kind: "filter"; readonly limit: number }
  /** The bytes of a file. */
  | { readonly kind: "content"; readonly limit: number };

/** What a successful answer holds. */
export type AnswerContract =
  | { readonly kind: "list"; readonly of: EntityKind }
  | { readonly kind: "entity"; readonly of: EntityKind }
  | { readonly kind: "config"; readonly of: "scenario" | "task" | "data_node" }
  | { readonly kind: "configuration" | "configurationToml" | "versions" }
  | { readonly kind: "created"; readonly of: EntityKind }
  | {
      readonly kind:
        | "apiKeys"
        | "apiKeyCreated"
        | "users"
        | "userCreated"
        | "userChanged"
        | "token"
        | "loggedOut"
        | "identity";
    }
  | {
      readonly kind:
        | "message"
        | "submitted"
        | "value"
        | "taggedValue"
        | "lock"
        | "page"
        | "pageFile"
        | "content"
        | "written"
        | "uploaded"
        | "edits"
        | "diff"
        | "audit"
        | "home"
        | "health"
        | "openApiJson"
        | "openApiYaml";
    };

export interface Action {
  /** Query parameters by name; unknown ones are ignored. */
  readonly query: () => z.ZodObject;
  readonly body: BodyContract;
  readonly answer: AnswerContract;
  /** What the reference says beyond the row's summary; `""` = nothing. */
  readonly description: string;
  /** What the handler refuses for reasons that do not follow from the rest of the row. */
  readonly errors: readonly ErrorCode[];
  readonly handle: (call: Call) => Promise<Response>;
}
