import { describe, expect, expectTypeOf, it } from "vitest";
import {
  completing,
  computed,
  type EmptyOf,
  emptyFields,
  type Field,
  flag,
  hidden,
  integer,
  orNull,
  property,
  type RowOf,
  rewritten,
  type SqlFieldOf,
  startsEmpty,
  subscribers,
  texts,
  time,
  times,
  word,
} from "../../../src/core/entities/fields.ts";
import { jobFields } from "../../../src/core/entities/job.ts";
import { ENTITY_FIELDS } from "../../../src/core/entities/kinds.ts";
import { tableOf } from "../../../src/core/entities/table.ts";

const FIELDS = {
  state: word(["on", "off"], "Whether it runs."),
  started: orNull(time("When it began.")),
  changed: rewritten(orNull(time("When it was changed."))),
  count: startsEmpty(integer()),
  seen: hidden(startsEmpty(texts())),
  ended: startsEmpty(orNull(time())),
  records: times(["on", "off"], "When it was switched."),
  name: property("Its name."),
  is_late: computed(flag("Whether it should have ended.")),
};

describe("a field list", () => {
  it("gives the row a member for each field that has a column, and no other", () => {
    expectTypeOf<RowOf<typeof FIELDS>>().toEqualTypeOf<{
      state: "on" | "off";
      started: string | null;
      changed: string | null;
      count: number;
      seen: string[];
      ended: string | null;
      records: Partial<Record<"on" | "off", string>>;
    }>();
  });

  it("gives the table a column for each of them, in the form that SQL holds it in", () => {
    expect(tableOf("things", ["state"], FIELDS)).toEqual({
      name: "things",
      key: ["state"],
      columns: {
        state: "text",
        started: "text",
        changed: "text",
        count: "number",
        seen: "json",
        ended: "text",
        records: "json",
      },
    });
  });

  it("asks for the SQL of the fields whose JSON no form describes", () => {
    expectTypeOf<SqlFieldOf<typeof FIELDS>>().toEqualTypeOf<"changed" | "is_late">();
  });

  it("says what a new entity begins with", () => {
    expectTypeOf<EmptyOf<typeof FIELDS>>().toEqualTypeOf<{ count: number; seen: string[]; ended: string | null }>();
    expect(emptyFields(FIELDS)).toEqual({ count: 0, seen: [], ended: null });
    expect(emptyFields({ who: startsEmpty(subscribers()) })).toEqual({ who: [] });
  });

  it("completes a row that is older than a field which starts empty, and changes nothing else of it", () => {
    const row = { state: "on", count: 7, ended: "2026-11-23T06:00:00" };
    completing(FIELDS)(row);
    expect(row).toEqual({ state: "on", count: 7, seen: [], ended: "2026-11-23T06:00:00" });
  });

  it("shares no empty value between two entities", () => {
    expect(emptyFields(jobFields).stacktrace).not.toBe(emptyFields(jobFields).stacktrace);
  });
});

describe.each(Object.entries(ENTITY_FIELDS))("the field list of a %s", (_, fields) => {
  it("begins with the id, which is read from an answer's first member", () => {
    expect(Object.keys(fields)[0]).toBe("id");
  });

  it("knows what is empty of each field that starts so: null where the field may be null, and only there", () => {
    const empty: Readonly<Record<string, unknown>> = emptyFields(fields);
    const nullable = Object.entries<Field>(fields).map(([name, field]) => [name, field.nullable] as const);
    const starting = nullable.filter(([name]) => Object.hasOwn(empty, name));
    expect(starting.map(([name]) => [name, empty[name] === null])).toEqual(starting);
  });
});
