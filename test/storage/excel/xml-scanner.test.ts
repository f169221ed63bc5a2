import { describe, expect, it } from "vitest";
import { XmlScanner } from "../../../src/storage/excel/xml/xml-scanner.ts";
import { attribute, decoded, prefixedAttribute } from "../../../src/storage/excel/xml/xml-text.ts";

/** What a visitor sees, with the pieces of each text joined. */
function seen(pieces: readonly string[]): string[] {
  const events: string[] = [];
  let text = "";
  const flush = () => {
    if (text !== "") events.push(`"${text}"`);
    text = "";
  };
  const scanner = new XmlScanner("part.xml", {
    open(name, tag, parent) {
      flush();
      events.push(`<${name} a=${attribute(tag, "a")} in ${parent}>`);
    },
    text(source, start, end, isMarkup) {
      const piece = source.slice(start, end);
      text += isMarkup ? decoded(piece) : piece;
    },
    close(name) {
      flush();
      events.push(`</${name}>`);
    },
  });
  for (const piece of pieces) scanner.push(piece);
  scanner.end();
  return events;
}

const DOCUMENT =
  `<?xml version="1.0"?><!-- <no> & -- > --><x:root><one a="1 > 0 &amp; '2'"/>a &lt; b &#x1F600;&#65;&unknown; &amp` +
  `;<two a='"'><![CDATA[<c> & ]] ]]></two\n></x:root>`;

const EVENTS = [
  "<root a=undefined in >",
  `<one a=1 > 0 & '2' in root>`,
  "</one>",
  `"a < b 😀A&unknown; &"`,
  `<two a=" in root>`,
  `"<c> & ]] "`,
  "</two>",
  "</root>",
];

describe("an XML text", () => {
  it("gives the same elements and texts wherever it is divided", () => {
    expect(seen([DOCUMENT])).toEqual(EVENTS);
    expect(seen([...DOCUMENT])).toEqual(EVENTS);
    for (let at = 1; at < DOCUMENT.length; at += 1) {
      expect(seen([DOCUMENT.slice(0, at), DOCUMENT.slice(at)])).toEqual(EVENTS);
    }
  });

  it.each([
    ["a document type", "<!DOCTYPE x><x/>", /document type/],
    ["an element that is not closed", "<a><b></b>", /ends within <a>/],
    ["a tag that is not complete", "<a></a><b", /its end is missing/],
    ["a comment that is not complete", "<a></a><!-- ", /its end is missing/],
    ["an element that closes another", "<a></b>", /<\/b> stands within <a>/],
    ["an element that closes nothing", "<a></a></a>", /<\/a> stands outside of all elements/],
  ])("is refused with %s", (_, text, message) => {
    expect(() => seen([text])).toThrow(expect.objectContaining({ message: expect.stringMatching(message) }));
    expect(() => seen([...text])).toThrow(expect.objectContaining({ message: expect.stringMatching(message) }));
  });

  it("may have a tag of a megabyte in many pieces, but not a longer one", () => {
    const long = (times: number) => ['<root a="', ...Array<string>(times).fill("x".repeat(65_536)), '"/>'];
    expect(seen(long(15))).toHaveLength(2);
    expect(() => seen(long(17))).toThrow(/a tag has more than 1,048,576 characters/);
  });
});

describe("an attribute", () => {
  it.each([
    [`c r="A1" s="2"`, "s", "2"],
    [`c r="A1" s="2"`, "r", "A1"],
    [`c\tr = 'A1'\n`, "r", "A1"],
    [`c x=" r='no'" r="yes"`, "r", "yes"],
    [`c rs="no" r="yes"`, "r", "yes"],
    [`c r="&lt;&#62;"`, "r", "<>"],
    [`c r=""`, "r", ""],
    ["c", "r", undefined],
    ["c r", "r", undefined],
    ["c r=A1", "r", undefined],
    [`c r="A1`, "r", undefined],
  ])("of %j is found by its whole name: %s", (tag, name, value) => {
    expect(attribute(tag, name)).toBe(value);
  });

  it("with a prefix is found by the name behind it", () => {
    expect(prefixedAttribute(`sheet id="no" rel:id="rId1"`, "id")).toBe("rId1");
    expect(prefixedAttribute(`sheet id="no"`, "id")).toBeUndefined();
  });
});
