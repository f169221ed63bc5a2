import { describe, expect, it } from "vitest";
import { functionsOf, type NamedFunction, placed, sourceFiles } from "./calls.ts";
import { cyclesOf } from "./cycles.ts";

/** Functions that call themselves or each other, and what in their code limits how deep. */
const BOUNDS: Readonly<Record<string, string>> = {
  "core/config/secrets/shown-values.ts: rewritten": "MAX_DEPTH",
  "core/config/toml/differences.ts: compare": "depth === 0",
  "core/values/diff-value.ts: Comparison.#compareByIndex ↔ core/values/diff-value.ts: Comparison.#compareLists ↔ core/values/diff-value.ts: Comparison.#compareMembers ↔ core/values/diff-value.ts: Comparison.compare":
    "#count(1, depth)",
  "core/values/diff-value.ts: Comparison.#isSame": "#count(1, depth)",
  "core/values/exact/exact-json.ts: Reader.#list ↔ core/values/exact/exact-json.ts: Reader.#object ↔ core/values/exact/exact-json.ts: Reader.#value":
    "MAX_DEPTH",
  "core/values/filter.ts: filterValue": "MAX_DEPTH",
  "core/values/json-value.ts: PlainCheck.#areItemsPlain ↔ core/values/json-value.ts: PlainCheck.#areMembersPlain ↔ core/values/json-value.ts: PlainCheck.isPlain":
    "MAX_DEPTH",
  "storage/encoding/any-value.ts: isExactJson": "MAX_DEPTH",
  "storage/encoding/dated-json.ts: JsonCheck.#step ↔ storage/encoding/dated-json.ts: JsonCheck.#visitItems ↔ storage/encoding/dated-json.ts: JsonCheck.#visitMembers ↔ storage/encoding/dated-json.ts: JsonCheck.visit":
    "MAX_DEPTH",
  "storage/generic/not-json.ts: Check.part": "MAX_DEPTH",
  "storage/mongo/stored-documents.ts: stored ↔ storage/mongo/stored-documents.ts: storedObject": "MAX_DEPTH",
  "storage/parquet/decode/thrift.ts: element ↔ storage/parquet/decode/thrift.ts: list ↔ storage/parquet/decode/thrift.ts: struct":
    "MAX_DEPTH",
  "storage/parquet/encode/infer-column.ts: inferColumn ↔ storage/parquet/encode/infer-column.ts: listColumn ↔ storage/parquet/encode/infer-column.ts: mapColumn ↔ storage/parquet/encode/infer-column.ts: objectColumn":
    "MAX_LEVELS",
  "storage/parquet/types/arrow-durations.ts: ArrowSchema.#arrowField ↔ storage/parquet/types/arrow-durations.ts: ArrowSchema.#tables":
    "MAX_DEPTH",
  "storage/parquet/types/document-types.ts: checkCollections": "MAX_COLLECTIONS",
  "storage/parquet/types/document-types.ts: isJson": "MAX_DEPTH",
  "usecases/admit.ts: condensed": "DEPTH_OF_SETTINGS",
};

/** Those without such a constant, each with the reason why no client and no file decides how deep they call. */
const SHALLOW: Readonly<Record<string, string>> = {
  "core/config/frozen.ts: copy":
    "A setting: of the application's code or file, or of a body, whose JSON has at most 500 levels.",
  "core/config/secrets/own-bindings.ts: namesIn":
    "A setting: of the application's code or file, or of a body, whose JSON has at most 500 levels.",
  "core/config/settings/env-template.ts: hasTemplate":
    "A setting: of the application's code or file, or of a body, whose JSON has at most 500 levels.",
  "core/config/settings/env-template.ts: resolveTemplates":
    "A setting: of the application's code or file, or of a body, whose JSON has at most 500 levels.",
  "core/config/toml/decode-value.ts: decodeText": "Once: a variable's text is no template.",
  "core/config/toml/decode-value.ts: decodeValue":
    "A setting: of the application's code or file, or of a body, whose JSON has at most 500 levels.",
  "core/config/toml/encode-value.ts: encodeObject ↔ core/config/toml/encode-value.ts: encodeValue":
    "A setting: of the application's code or file, or of a body, whose JSON has at most 500 levels.",
  "core/config/toml/read-layer.ts: plain":
    "A setting: of the application's code or file, or of a body, whose JSON has at most 500 levels.",
  "core/field-errors.ts: fieldErrors ↔ core/field-errors.ts: valueErrors":
    "The levels of the known fields; unknown ones are not entered.",
  "core/jobs/machine/progress.ts: inputsWillCome ↔ core/jobs/machine/progress.ts: willMove":
    "A step along the graph of tasks: answers of earlier jobs are kept, and these are asked first.",
  "core/jobs/machine/settle.ts: fail ↔ core/jobs/machine/settle.ts: finishWithDownstream ↔ core/jobs/machine/settle.ts: release":
    "A step along the graph of tasks, from a node to the outputs of the jobs that wait for it.",
  "core/values/filter.ts: isEqual":
    "The levels that both have: a condition's value is JSON of a body, with at most 500 levels.",
  "d1/read/json-object.ts: concatenated": "The columns of an entity.",
  "http/input/parse-body.ts: add": "The levels of a body's schema.",
  "http/input/parse-body.ts: summary": "The levels of a body's schema.",
  "http/pages/html.ts: textOf": "The lists that our pages nest.",
  "http/pipeline/router.ts: withRequestId": "Once: the headers of a copy can be changed.",
  "orchestrator/alarm.ts: Alarm.#set ↔ orchestrator/alarm.ts: Alarm.#setLater ↔ orchestrator/alarm.ts: Alarm.ringBy":
    "Each begins after a sleep, on an empty stack.",
  "orchestrator/foreign/pokes.ts: Pokes.#call ↔ orchestrator/foreign/pokes.ts: Pokes.#callNext":
    "Each begins after the answer of a call, on an empty stack.",
  "orchestrator/slots/slot-keeper.ts: SlotKeeper.#offer ↔ orchestrator/slots/slot-keeper.ts: SlotKeeper.return":
    "Each after the answer of a call: the one before has returned by then.",
  "storage/mongo/field-kinds.ts: Field.see": "MongoDB sends documents of at most 180 levels.",
  "storage/mongo/mongo-documents.ts: plainValue": "MongoDB refuses documents of more than 100 levels.",
  "storage/parquet/decode/cell-contents.ts: chargeContents":
    "The levels of a schema, of which a file may have 100. Documents of JSON have at most 500.",
  "storage/parquet/decode/cell-contents.ts: checkReadable": "The levels of a schema, of which a file may have 100.",
  "storage/parquet/decode/assemble.ts: contentReader ↔ storage/parquet/decode/assemble.ts: mapReader ↔ storage/parquet/decode/assemble.ts: readerOf ↔ storage/parquet/decode/assemble.ts: structReader":
    "The levels of a schema, of which a file may have 100.",
  "storage/parquet/encode/arrow-schema.ts: FlatWriter.#field": "The levels of a schema, of which a file may have 100.",
  "storage/parquet/encode/disassemble.ts: Writer.#content ↔ storage/parquet/encode/disassemble.ts: Writer.visit":
    "The levels of a schema, of which a file may have 100.",
  "storage/parquet/encode/kept-columns.ts: arrowOf": "The levels of a schema, of which a file may have 100.",
  "storage/parquet/encode/kept-columns.ts: elementsOf": "The levels of a schema, of which a file may have 100.",
  "storage/parquet/encode/same-table.ts: isSameCell ↔ storage/parquet/encode/same-table.ts: isSameContent ↔ storage/parquet/encode/same-table.ts: isSameObject":
    "The levels of a schema, of which a file may have 100.",
  "storage/parquet/types/arrow-durations.ts: hasDuration": "The levels of a schema, of which a file may have 100.",
  "storage/parquet/types/tree.ts: Builder.#group ↔ storage/parquet/types/tree.ts: Builder.#wrapper ↔ storage/parquet/types/tree.ts: Builder.node":
    "The levels of a schema, of which a file may have 100.",
  "storage/settings/node-settings.ts: resolved":
    "A setting: of the application's code or file, or of a body, whose JSON has at most 500 levels.",
  "storage/sql/where-clause.ts: joined": "The logarithm of the number of conditions, of which a filter may have 1,000.",
};

function recursionsOf(functions: ReadonlyMap<string, NamedFunction>): readonly (readonly string[])[] {
  return cyclesOf(new Map([...functions].map(([name, { refersTo }]) => [name, [...refersTo]])));
}

const functions = functionsOf(sourceFiles());
const recursions = recursionsOf(functions);
const textOf = (names: readonly string[]) => names.join(" ↔ ");

describe("functions of src that call themselves or each other", () => {
  it("have a limit of their depth", () => {
    const unbounded = recursions.map(textOf).filter((text) => !(text in BOUNDS) && !(text in SHALLOW));
    expect(unbounded).toEqual([]);
  });

  it("have the named limit in their code", () => {
    const missing = recursions.filter((names) => {
      const limit = BOUNDS[textOf(names)];
      return limit !== undefined && !names.some((name) => functions.get(name)?.node.getText().includes(limit));
    });
    expect(missing).toEqual([]);
  });

  it("are each known for what they are", () => {
    const known = recursions.map(textOf);
    expect([...Object.keys(BOUNDS), ...Object.keys(SHALLOW)].filter((text) => !known.includes(text))).toEqual([]);
  });

  const found = (files: Readonly<Record<string, string>>) =>
    recursionsOf(functionsOf(new Map(Object.entries(files).map(([file, text]) => [file, placed(file, text)])))).map(
      textOf,
    );

  it("are found as functions, as constants, as methods, as arguments, and across files", () => {
    expect(found({ "a.ts": "function f(x) { return f(x - 1); }" })).toEqual(["a.ts: f"]);
    expect(found({ "a.ts": "const f = (x) => (x ? f(x - 1) : 0);" })).toEqual(["a.ts: f"]);
    expect(found({ "a.ts": "const f = (list) => list.map(f);" })).toEqual(["a.ts: f"]);
    expect(found({ "a.ts": "class A { #f() { this.g(); } g() { this.#f(); } }" })).toEqual(["a.ts: A.#f ↔ a.ts: A.g"]);
    expect(found({ "a.ts": "const a: T = { f() { return a.g(); }, g: () => a.f() };" })).toEqual([
      "a.ts: a.f ↔ a.ts: a.g",
    ]);
    expect(
      found({
        "a.ts": 'import { g } from "./b.ts"; export const f = () => g();',
        "b.ts": 'import { f } from "./a.ts"; export const g = () => f();',
      }),
    ).toEqual(["a.ts: f ↔ b.ts: g"]);
    expect(found({ "a.ts": "function f() { const f = () => 1; return f(); }" })).toEqual([]);
    expect(found({ "a.ts": "const f = () => 1; const g = () => f() + f();" })).toEqual([]);
  });
});
