import { TaipyError } from "../../../core/errors.ts";

/** @param part the name of the part, or what else of the workbook it is */
export const unreadable = (part: string, reason: string): TaipyError =>
  new TaipyError("invalid_value", `The stored value is not an Excel workbook: ${part} cannot be read: ${reason}.`);

/** What the budget can't express as a number of things. */
export const tooLarge = (part: string, reason: string): TaipyError =>
  new TaipyError("value_too_large", `The workbook is too large to be read: in ${part}, ${reason}.`);
