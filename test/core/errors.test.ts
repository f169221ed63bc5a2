import { expect, test } from "vitest";
import { ERROR_CODES, TaipyError, unwrap } from "../../src/core/errors.ts";

test("no error code is listed twice", () => {
  expect(new Set(ERROR_CODES).size).toBe(ERROR_CODES.length);
});

test("unwrapping an accepted outcome returns its value", () => {
  expect(unwrap({ ok: true, value: 7 })).toBe(7);
});

test("unwrapping a refusal throws an error with its code, message, fields and details", () => {
  const refusal = { code: "edit_locked", message: "Held by ann.", details: { editor_id: "ann" } } as const;
  const raised = (): unknown => unwrap({ ok: false, error: refusal });
  expect(raised).toThrow(TaipyError);
  expect(raised).toThrow(expect.objectContaining(refusal));
});

test("an error without fields and details has no such members", () => {
  const error = new TaipyError("job_not_found", "Job: j does not exist.");
  expect(JSON.parse(JSON.stringify({ ...error }))).toEqual({ name: "TaipyError", code: "job_not_found" });
});
