import type * as z from "zod";
import type { NeededRole } from "../../core/access/permissions.ts";
import type { EntityKind } from "../../core/entities/kinds.ts";
import type { ErrorCode } from "../../core/errors.ts";

export type Method = "GET" | "POST" | "PUT" | "DELETE";

/** A body of JSON, whose objects have the members of their schemas and no others. */
export interface JsonBody<Schema extends z.ZodType = z.ZodType> {
  readonly kind: "json";
  readonly required: boolean;
  readonly schema: () => Schema;
  readonly limit: number;
  /** What Taipy's server reads of it: nothing, or these members. Absent = all of it, and it refuses others. */
  readonly readByTaipy?: "nothing" | readonly string[];
  /** It holds passwords: no refusal quotes it. */
  readonly isSecret?: boolean;
  /** Refuses with texts of Taipy's own, before the schema does. */
  readonly check?: (given: Readonly<Record<string, unknown>>) => void;
}

/** The input that a request's body carries. The limits are in bytes. */
export type BodyContract =
  | { readonly kind: "none" }
  | JsonBody
  /** Any JSON value. */
  | { readonly kind: "value"; readonly limit: number }
  /** A read filter: `operators` and `join_operator`. */
  | { readonly kind: "filter"; readonly limit: number }
  /** The bytes of a file. */
  | { readonly kind: "content"; readonly limit: number };

/** The content of a successful answer. */
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
        | "missingValues"
        | "orphans"
        | "check"
        | "resync"
        | "home"
        | "health"
        | "openApiJson"
        | "openApiYaml";
    };

/** The input and the answers of an endpoint. */
export interface Contract {
  /** Query parameters by name. All others are refused (input/query-input.ts). */
  readonly query: () => z.ZodObject;
  readonly body: BodyContract;
  readonly answer: AnswerContract;
  /** More text for the reference than the row's summary; `""` = none. */
  readonly description: string;
  /** The codes that the handler refuses with, beyond those that follow from the rest of the row. */
  readonly errors: readonly ErrorCode[];
}

/** A row of the table without its handler. */
export interface Endpoint extends Contract {
  /** The operation's id in the OpenAPI document. */
  readonly id: string;
  readonly method: Method;
  /** Answered with and without the slash at its end; `{id}` is one path segment. */
  readonly path: string;
  readonly role: NeededRole;
  /** Taipy's server has this operation: http/pipeline/compat.ts. */
  readonly isTaipys: boolean;
  readonly summary: string;
}
