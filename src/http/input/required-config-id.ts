import { TaipyError } from "../../core/errors.ts";

/** Absent and empty are the same to Taipy. */
export function requiredConfigId(given: string | undefined): string {
  if (given === undefined || given === "") throw new TaipyError("config_id_missing", "Config id is missing.");
  return given;
}
