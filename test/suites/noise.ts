const LENGTH = 200_000;

let state = 1;
const characters = Array.from({ length: LENGTH }, () => {
  state = (state * 48_271) % 2_147_483_647;
  return String.fromCharCode(48 + (state % 75));
}).join("");

/** Text that hardly compresses: what repeats lies farther apart than compressions look back. `length` up to 10,000. */
export function noise(length: number, seed: number): string {
  const start = (seed * (length + 1)) % (LENGTH - 10_000);
  return characters.slice(start, start + length);
}
