import { describe, expect, it } from "vitest";
import { editFields } from "../../src/core/entities/edit.ts";
import type { Fields } from "../../src/core/entities/fields.ts";
import { ENTITY_FIELDS } from "../../src/core/entities/kinds.ts";
import { TAIPY_FIELDS } from "../../src/http/output/taipy-fields.ts";
import { testedDocument } from "../harness/answers/documented-answer.ts";

interface Component {
  readonly properties: Readonly<Record<string, { readonly description?: string }>>;
  readonly required: readonly string[];
}

const component = (name: string) => testedDocument().components.schemas[name] as unknown as Component;

/** The names that the API shows, sorted; `detail` adds those that only the answer to a single entity has. */
const shown = (fields: Fields, { detail = false } = {}): string[] =>
  Object.entries(fields)
    .filter(([, field]) => field.wire !== null && (detail || field.detail !== true))
    .map(([name]) => name)
    .sort();

const { cycle, scenario, sequence, task, data_node, job, submission } = ENTITY_FIELDS;

describe("a component of the OpenAPI document", () => {
  it.each([
    ["Cycle", shown(cycle)],
    ["Scenario", shown(scenario)],
    ["Sequence", shown(sequence)],
    ["Task", shown(task)],
    ["DataNode", shown(data_node)],
    ["DataNodeDetail", shown(data_node, { detail: true })],
    ["Job", shown(job)],
    ["Submission", shown(submission)],
    ["Edit", shown(editFields)],
    ["AcceptedJob", [...TAIPY_FIELDS.job].sort()],
  ])("%s has and requires the fields that the entity's list shows", (name, names) => {
    const { properties, required } = component(name);
    expect(Object.keys(properties).sort()).toEqual(names);
    expect([...required].sort()).toEqual(names);
  });

  it("SubmissionDetail has the fields of a submission, and its cost", () => {
    expect(Object.keys(component("SubmissionDetail").properties).sort()).toEqual([...shown(submission), "cost"].sort());
  });

  it("RecentEdit has fields of an edit, and requires those that are never null", () => {
    const { properties, required } = component("RecentEdit");
    expect(shown(editFields)).toEqual(expect.arrayContaining(Object.keys(properties)));
    const never = Object.entries<Fields[string]>(editFields).filter(([name]) => Object.hasOwn(properties, name));
    expect([...required].sort()).toEqual(
      never
        .filter(([, { nullable }]) => !nullable)
        .map(([name]) => name)
        .sort(),
    );
  });

  it("describes each field by the words of the list", () => {
    const { properties } = component("Job");
    expect(properties.attempt?.description).toBe(job.attempt.description);
    expect(properties.submit_entity_id?.description).toBe(job.submit_entity_id.description);
  });
});
