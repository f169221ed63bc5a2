import { parseTime } from "../../time.ts";

/** A cycle's period of a time in between lies in years of four digits. */
const EARLIEST = parseTime("0002-01-01") ?? 0;
const LATEST = parseTime("9999-01-01") ?? 0;

/** Whether a scenario may count as created then. @param time microseconds since 1970 */
export const isCreationTime = (time: number): boolean => time >= EARLIEST && time < LATEST;
