import * as z from "zod";
import type { EntityKind } from "../../core/entities/kinds.ts";
import { ENTITY_NAMES } from "../../http/output/entity-names.ts";
import type { AnswerContract } from "../../http/pipeline/endpoint.ts";
import { component, referenceTo } from "./components.ts";
import type { HeaderName } from "./headers.ts";
import type { JsonSchema } from "./openapi-types.ts";
import { AuditRow } from "./schemas/audit.ts";
import { ApiKey, ApiKeyCreated, IdentityAnswer, TokenAnswer, User, UserAnswer } from "./schemas/auth.ts";
import { ConfigUse, Configuration, DataNodeConfig, ScenarioConfig, TaskConfig } from "./schemas/configuration.ts";
import { DiffAnswer } from "./schemas/diff.ts";
import {
  AcceptedJob,
  CreatedDataNode,
  Cycle,
  DataNode,
  DataNodeDetail,
  Edit,
  Job,
  Lock,
  Scenario,
  Sequence,
  Submission,
  SubmissionDetail,
  SubmissionSummary,
  Task,
} from "./schemas/entity-schemas.ts";
import { UnhealthyAnswer } from "./schemas/error.ts";
import { DataNodeValue } from "./schemas/field-schemas.ts";
import { MissingValue } from "./schemas/missing-value.ts";
import { CheckAnswer, ResyncAnswer } from "./schemas/repair.ts";
import { Health, Home, Message, NOTE } from "./schemas/service.ts";
import { Version } from "./schemas/version.ts";

/** One way in which an operation succeeds. */
export interface Success {
  readonly status: number;
  readonly description: string;
  readonly headers?: readonly HeaderName[];
  /** Schemas by media type; none = no body. */
  readonly content?: Readonly<Record<string, JsonSchema>>;
}

type Kind = AnswerContract["kind"];
type Answers = { readonly [K in Kind]: (contract: AnswerContract & { readonly kind: K }) => readonly Success[] };

const JSON_TYPE = "application/json";
const TEXT: JsonSchema = { type: "string" };
const LATER = "The change is safe, but the database does not show it yet.";

interface EntitySchemas {
  readonly listed: z.ZodType;
  readonly single: z.ZodType;
  readonly created: z.ZodType;
}

const ENTITIES: Readonly<Record<EntityKind, EntitySchemas>> = {
  cycle: same(Cycle),
  scenario: same(Scenario),
  sequence: same(Sequence),
  task: same(Task),
  data_node: { listed: DataNode, single: DataNodeDetail, created: CreatedDataNode },
  job: same(Job),
  submission: { listed: Submission, single: SubmissionDetail, created: Submission },
};

function same(schema: z.ZodType): EntitySchemas {
  return { listed: schema, single: schema, created: schema };
}

const AcceptedMessage = component("AcceptedMessage", z.object({ message: z.string(), note: NOTE }));
const changed = { message: z.string(), note: NOTE.optional() };
const Submitted = component("SubmittedAnswer", z.object({ ...changed, submission: SubmissionSummary }));
const Locked = component("LockAnswer", z.object({ ...changed, lock: Lock }));
const Written = component("WrittenAnswer", z.object({ ...changed, edit: Edit }));
const Value = component(
  "ValueAnswer",
  z
    .object({ data: DataNodeValue })
    .describe("The value, or the part of it; null when there is none. Dates are `{__type__, __value__}`."),
);
const CreatedJobLater = component("AcceptedJobAnswer", z.object({ message: z.string(), job: AcceptedJob, note: NOTE }));
const single = onceAKind("Answer", (kind) => z.object({ [ENTITY_NAMES[kind].key]: ENTITIES[kind].single }));
const created = onceAKind("CreatedAnswer", (kind) =>
  z.object({ message: z.string(), [ENTITY_NAMES[kind].key]: ENTITIES[kind].created }),
);

/** Makes a component a kind of entity at its first use, such as `DataNodeAnswer`. */
function onceAKind(suffix: string, schema: (kind: EntityKind) => z.ZodType): (kind: EntityKind) => z.ZodType {
  const made = new Map<EntityKind, z.ZodType>();
  return (kind) => {
    const found = made.get(kind) ?? component(ENTITY_NAMES[kind].label + suffix, schema(kind));
    made.set(kind, found);
    return found;
  };
}

const CONFIGS = { scenario: ScenarioConfig, task: TaskConfig, data_node: DataNodeConfig };

const json = (schema: z.ZodType) => ({ [JSON_TYPE]: { ...referenceTo(schema) } });
const listOf = (schema: z.ZodType) => ({ [JSON_TYPE]: { type: "array", items: referenceTo(schema) } });
const ok = (description: string, content: Success["content"], headers: readonly HeaderName[] = []): Success => ({
  status: 200,
  description,
  headers,
  ...(content === undefined ? {} : { content }),
});
const later = (schema: z.ZodType, headers: readonly HeaderName[] = []): Success => ({
  status: 202,
  description: LATER,
  headers,
  content: json(schema),
});

const unchanged = (what: string): Success => ({
  status: 304,
  description: `${what} is the one that \`If-None-Match\` names.`,
  headers: ["ETag"],
});

const FILE: JsonSchema = {};

const ANSWERS = {
  list: ({ of }) => [ok("All, or the requested page.", listOf(ENTITIES[of].listed), ["Link"])],
  entity: ({ of }) => [ok("The entity.", json(single(of)), ["ETag"]), unchanged("The entity")],
  created: ({ of }) => [
    { status: 201, description: "The entity, created or found.", headers: ["Location"], content: json(created(of)) },
    ...(of === "job" ? [later(CreatedJobLater, ["Location"])] : []),
  ],
  config: ({ of }) => [ok("The config.", json(CONFIGS[of]))],
  configuration: () => [ok("The configuration.", json(Configuration))],
  configurationToml: () => [ok("The file.", { "text/plain": TEXT })],
  versions: () => [ok("All versions.", listOf(Version))],
  message: () => [ok("It was done.", json(Message)), later(AcceptedMessage)],
  submitted: () => [
    ok("The submission, as it is when the answer comes.", json(Submitted), ["Location"]),
    {
      ...later(Submitted, ["Location"]),
      description: `The submission had not ended when the time of \`wait\` was up, or: ${LATER}`,
    },
  ],
  value: () => [ok("The value.", json(Value), ["X-Total-Count"])],
  taggedValue: () => [ok("The value.", json(Value), ["X-Total-Count", "ETag"]), unchanged("The value")],
  lock: () => [ok("Who writes the data node now.", json(Locked)), later(Locked)],
  written: () => [ok("The new edit.", json(Written)), later(Written)],
  uploaded: () => [ok("The new edit.", json(Written), ["ETag"]), later(Written, ["ETag"])],
  edits: () => [ok("All edits, or the requested page.", listOf(Edit), ["Link"])],
  missingValues: () => [ok("Those of the data nodes that were looked at.", listOf(MissingValue), ["Link"])],
  orphans: () => [ok("Those of the entities that were looked at.", listOf(ConfigUse), ["Link"])],
  check: () => [ok("What this share has found.", json(CheckAnswer), ["Link"])],
  resync: () => [ok("What this share has found and mended.", json(ResyncAnswer), ["Link"])],
  audit: () => [ok("All rows, or the requested page.", listOf(AuditRow), ["Link"])],
  diff: () => [ok("What changed.", json(DiffAnswer))],
  content: () => [
    ok("The file.", { "*/*": FILE }, ["ETag", "Content-Disposition", "Accept-Ranges"]),
    {
      status: 206,
      description: "The range of the file that `Range` asks for.",
      headers: ["ETag", "Content-Disposition", "Accept-Ranges", "Content-Range"],
      content: { "*/*": FILE },
    },
    unchanged("The content"),
  ],
  token: () => [{ status: 201, description: "The token.", content: json(TokenAnswer) }],
  loggedOut: () => [{ status: 201, description: "The session has ended.", content: json(Message) }],
  identity: () => [ok("The caller.", json(IdentityAnswer))],
  apiKeys: () => [ok("All keys, or the requested page.", listOf(ApiKey), ["Link"])],
  apiKeyCreated: () => [
    { status: 201, description: "The key, shown this once.", headers: ["Location"], content: json(ApiKeyCreated) },
  ],
  users: () => [ok("All users, or the requested page.", listOf(User), ["Link"])],
  userCreated: () => [{ status: 201, description: "The user.", headers: ["Location"], content: json(UserAnswer) }],
  userChanged: () => [ok("The user.", json(UserAnswer))],
  home: () => [ok("As JSON, or as HTML for browsers.", { ...json(Home), "text/html": TEXT })],
  health: () => [
    ok("Every part answers, and D1 is migrated.", json(Health)),
    { status: 503, description: "A part does not answer, or D1 lacks a migration.", content: json(UnhealthyAnswer) },
  ],
  page: () => [ok("The page.", { "text/html": TEXT })],
  pageFile: () => [ok("The file.", { "*/*": FILE }, ["ETag"]), unchanged("The file")],
  openApiJson: () => [ok("The document.", { [JSON_TYPE]: { type: "object" } }, ["ETag"]), unchanged("The document")],
  openApiYaml: () => [ok("The document.", { "application/yaml": TEXT }, ["ETag"]), unchanged("The document")],
} satisfies Answers;

/** How an operation with this contract succeeds. */
export function successesOf(contract: AnswerContract): readonly Success[] {
  const describe = ANSWERS[contract.kind] as (contract: AnswerContract) => readonly Success[];
  return describe(contract);
}
