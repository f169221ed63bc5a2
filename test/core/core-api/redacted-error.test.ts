import { expect, it } from "vitest";
import { TaipyError } from "../../../src/core/errors.ts";
import { redactedError } from "../../../src/core-api/calls/redacted-error.ts";

it("an error for another Worker has no secret in its message, its errors and its details, and no cause", () => {
  const rest = { errors: { url: ["not s3cret"] }, details: { reason: "s3cret!", size: 3 }, cause: new Error("s3cret") };
  const error = redactedError(new TaipyError("validation_failed", "s3cret is wrong", rest), (text) =>
    text.replaceAll("s3cret", "***"),
  );
  expect(error).toMatchObject({
    code: "validation_failed",
    message: "*** is wrong",
    errors: { url: ["not ***"] },
    details: { reason: "***!", size: 3 },
  });
  expect(error.cause).toBeUndefined();
});
