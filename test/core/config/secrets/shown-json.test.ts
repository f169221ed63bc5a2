import { describe, expect, it } from "vitest";
import { shownEntities } from "../../../../src/core/config/secrets/shown-json.ts";

const same = (text: string): string => text;

describe("the JSON of entities as views show it", () => {
  it("is the same text, digit for digit, where nothing is a secret", () => {
    const text =
      '{"id":"a","properties":{"n":12345678901234567890,"x":1.50,"t":"}\\"{"},"z":1}, {"id":"b","properties":{}}';
    expect(shownEntities(text, same)).toBe(text);
  });

  it("hides the secrets of each entity and leaves everything else, digit for digit", () => {
    const text =
      '{"id":"a","properties":{"password":"p","n":12345678901234567890,"x":1.50}}, {"id":"b","properties":{"k":[{"apiKey":"q"}]},"z":1e2}';
    expect(shownEntities(text, same)).toBe(
      '{"id":"a","properties":{"password":"***","n":12345678901234567890,"x":1.50}}, {"id":"b","properties":{"k":[{"apiKey":"***"}]},"z":1e2}',
    );
  });

  it("hides a secret number, whose literal it would otherwise keep", () => {
    expect(shownEntities('{"properties":{"passcode":12345678901234567890}}', same)).toBe(
      '{"properties":{"passcode":"***"}}',
    );
  });

  it("hides the secrets of a scenario's sequences", () => {
    const text = '{"id":"s","properties":{"a":1},"sequences":{"one":{"tasks":[],"properties":{"token":"t"}}}}';
    expect(shownEntities(text, same)).toContain('"properties":{"token":"***"}');
  });

  it("hides an address in a data node's name in both places", () => {
    const name = "postgres://u:hunter2@h";
    const text = JSON.stringify({ id: "d", name, properties: { name } });
    expect(shownEntities(text, same)).toBe(text.replaceAll("u:hunter2", "***"));
  });

  it("is not misled by texts that look like the beginning of properties", () => {
    const text = JSON.stringify({
      id: '"properties":{',
      properties: { note: '"properties":{"password":"', token: "t" },
    });
    expect(JSON.parse(shownEntities(text, same))).toEqual({
      id: '"properties":{',
      properties: { note: '"properties":{"password":"', token: "***" },
    });
  });

  it("hides default data of a cycle: there they are no value of a data node", () => {
    const text = JSON.stringify({ properties: { default_data: { password: "p" } } });
    expect(shownEntities(text, same)).not.toContain('"p"');
  });

  it("redacts the traces of jobs, and nothing else", () => {
    const text = JSON.stringify({ id: "known", stacktrace: ['a "known" b', "c"], properties: { note: "known" } });
    expect(JSON.parse(shownEntities(text, (trace) => trace.replaceAll("known", "***")))).toEqual({
      id: "known",
      stacktrace: ['a "***" b', "c"],
      properties: { note: "known" },
    });
  });
});
