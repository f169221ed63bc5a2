import * as z from "zod";
import { HELD_KINDS } from "../../../core/ports/repair/held.ts";
import { FINDING_KINDS } from "../../../core/repair/findings.ts";
import { component } from "../components.ts";

const facts = (description: string) =>
  z
    .record(z.string(), z.union([z.string(), z.number(), z.boolean()]).nullable())
    .nullable()
    .describe(description);

const finding = () => ({
  kind: z.enum(FINDING_KINDS),
  entity_kind: z.enum(HELD_KINDS).nullable().describe("null = it is a value, an object, edits or notes."),
  entity_id: z
    .string()
    .describe("The entity, the data node of edits, the key of a value, or the name of an object or a table."),
  domain: z.string().nullable().describe("The orchestrator object that owns the entity."),
  d1: facts("What the database says; null = it has no such row."),
  object: facts("What the object or the store of values says; null = it has nothing."),
  text: z.string().describe("What is wrong."),
  mend: z.string().nullable().describe("What `POST /api/v1/admin/resync/` does about it; null = nothing."),
  advice: z.string().nullable().describe("What an operator can do about what the resync doesn't mend."),
});

const share = () => ({
  compared: z.int().min(0).describe("How many rows, records and values were compared."),
  calls: z.int().min(0).describe("Calls of the platform that the comparison took."),
  next: z.string().nullable().describe("What to pass as `cursor` for the next share; null = all is checked."),
});

const Finding = component(
  "Finding",
  z.object(finding()).describe("A difference between the database, the objects and the stores of values."),
);

export const CheckAnswer = component("CheckAnswer", z.object({ findings: z.array(Finding), ...share() }));

const MendedFinding = component(
  "MendedFinding",
  z
    .object({ ...finding(), mended: z.boolean().describe("Whether it is mended; of a dry run: whether it would be.") })
    .describe("A difference, and whether the resync has mended it."),
);

export const ResyncAnswer = component("ResyncAnswer", z.object({ findings: z.array(MendedFinding), ...share() }));
