import { retryableOf, TaipyError } from "../../core/errors.ts";
import { faultOf } from "../../core/faults/fault.ts";
import { faultText } from "../../core/faults/fault-texts.ts";

/** An error with a code, also for a failure of the platform; null = it is neither that nor a refusal. */
export function failureOf(error: unknown, isChange: boolean): TaipyError | null {
  if (error instanceof TaipyError) return error;
  const code = faultOf(error);
  if (code === null) return null;
  const text = faultText(code, error);
  const rest = isChange ? "It is not known whether the change was made: read it before you repeat it." : "Try again.";
  return new TaipyError(code, retryableOf(code) === "reads" ? `${text} ${rest}` : text, { cause: error });
}
