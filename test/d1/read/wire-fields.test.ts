import { beforeEach, describe, expect, it } from "vitest";
import { editFields } from "../../../src/core/entities/edit.ts";
import type { Field, Fields } from "../../../src/core/entities/fields.ts";
import { jobFields } from "../../../src/core/entities/job.ts";
import { ENTITY_FIELDS, type EntityKind } from "../../../src/core/entities/kinds.ts";
import { shownEdit } from "../../../src/core/values/history.ts";
import { shownFields } from "../../../src/http/output/shown-fields.ts";
import { TAIPY_FIELDS } from "../../../src/http/output/taipy-fields.ts";
import { appOf, node, scenario, task } from "../app.ts";
import { drain, edit, job, submission } from "../rows.ts";
import { createWorld, emptyDatabase } from "../world.ts";

const [a, b] = [node("a", { defaultData: 1 }), node("b")];
const app = appOf({
  scenarios: [scenario("s", [task("t", [a], [b])], { frequency: "DAILY", sequences: { one: [] } })],
});

beforeEach(emptyDatabase);

/** The names that the API shows, in the order of the list. */
const shown = (fields: Fields, { detail = false } = {}): string[] =>
  Object.entries<Field>(fields)
    .filter(([, field]) => field.wire !== null && (detail || field.detail !== true))
    .map(([name]) => name);

describe.each(Object.keys(ENTITY_FIELDS) as EntityKind[])("the JSON of a %s", (kind) => {
  it("has the shown fields of its list in their order, in lists and alone", async () => {
    const world = createWorld(app);
    await world.scenario("s");
    await drain({ jobs: [job()], submissions: [submission()] });
    const [listed] = await world.list(kind);
    expect(Object.keys(listed)).toEqual(shown(ENTITY_FIELDS[kind]));
    expect(Object.keys(await world.get(kind, listed.id))).toEqual(shown(ENTITY_FIELDS[kind], { detail: true }));
  });
});

it("the JSON of an edit has the shown fields of its list, from the database and from a row", async () => {
  const world = createWorld(app);
  const { id } = JSON.parse(await world.entityWriter.createDataNode("b"));
  const written = edit({ data_node_id: id, editor_id: "me" });
  await drain({ edits: [written] });
  const { text } = await world.entityReader.edits(id, { after: null, limit: 10 });
  expect(JSON.parse(text)).toEqual(shownEdit(written));
  expect(Object.keys(JSON.parse(text))).toEqual(shown(editFields));
  expect(Object.keys(shownEdit(written))).toEqual(shown(editFields));
});

it("a job that D1 does not have yet is shown as D1 shows it later", async () => {
  const accepted = job({ status: "RUNNING", creation_date: "2026-11-23T06:00:00.000007", stacktrace: ["a\nb"] });
  await drain({ jobs: [accepted] });
  const later = await createWorld(app).get("job", accepted.id);
  const now = shownFields(jobFields, TAIPY_FIELDS.job, accepted);
  expect(later).toMatchObject(now);
  expect(Object.keys(now)).toEqual(TAIPY_FIELDS.job);
});
