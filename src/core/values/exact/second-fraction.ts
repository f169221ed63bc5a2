const MICROSECOND = 1_000;

/** A part of a second as text: nothing for 0, else a point with six or nine digits. @param nanoseconds 0 to 999,999,999 */
export function fractionText(nanoseconds: number): string {
  if (nanoseconds === 0) return "";
  const digits = String(nanoseconds).padStart(9, "0");
  return `.${nanoseconds % MICROSECOND === 0 ? digits.slice(0, 6) : digits}`;
}

/** The nanoseconds of the digits after a second's point. */
export const nanosecondsOfFraction = (digits = ""): number => Number(digits.padEnd(9, "0"));
