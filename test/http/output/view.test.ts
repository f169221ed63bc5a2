import { describe, expect, it } from "vitest";
import { ENTITY_FIELDS } from "../../../src/core/entities/kinds.ts";
import { TAIPY_FIELDS } from "../../../src/http/output/taipy-fields.ts";
import { viewed } from "../../../src/http/output/view.ts";

describe("Taipy's view of an entity", () => {
  it("has the members of the table as they were, with all digits and escapes", () => {
    const kept = String.raw`"id":"JOB_\"1\"{\\","status":"a}","force":true,"creation_date":null,"stacktrace":["]",{"x":[1.0,12345678901234567890]}]`;
    expect(viewed("taipy", "job", `{${kept}}`)).toBe(`{${kept}}`);
    const between = kept.replace(
      ',"force"',
      String.raw`,"reasons":[{"id":"}\\"}],"attempt":1.50,"run_at":null,"x":"\"","force"`,
    );
    expect(viewed("taipy", "job", `{"task_id":"T",${between},"last":{}}`)).toBe(`{${kept}}`);
  });

  it("is cut out of each of several entities, whatever stands between them", () => {
    const text = '{"id":"a","attempt":1}, {"attempt":{"id":"x"},"id":"b"},{ "attempt" : 2 , "id" : "c" }, {}';
    expect(viewed("taipy", "job", text)).toBe('{"id":"a"}, {"id":"b"},{"id" : "c"}, {}');
    expect(viewed("taipy", "job", "")).toBe("");
  });

  it("has no member of a name that the table does not have, such as a field that is added later", () => {
    for (const [kind, names] of Object.entries(TAIPY_FIELDS)) {
      const fields = [...Object.keys(ENTITY_FIELDS[kind as keyof typeof TAIPY_FIELDS]), "added_later", "__proto__"];
      const text = `{${fields.map((name) => `"${name}":{"${name}":1}`).join(",")}}`;
      const shown = viewed("taipy", kind as keyof typeof TAIPY_FIELDS, text);
      expect(Object.keys(JSON.parse(shown)).sort(), kind).toEqual([...names].sort());
    }
  });

  it("is the whole entity where Taipy has no such entity, or where it is not asked for", () => {
    expect(viewed("taipy", "submission", '{"id":"a","x":1}')).toBe('{"id":"a","x":1}');
    expect(viewed("whole", "job", '{"id":"a","x":1}')).toBe('{"id":"a","x":1}');
  });
});
