/** The results of the tasks of the crash test's application, computed without their waiting times. */

export const RATE = 3;
const MODULUS = 1_000_003;
const PAGES = 2_000;

export const link = (value: number): number => (value * 31 + 7) % MODULUS;
export const split = (value: number): [number, number] => [(value * 17 + 1) % MODULUS, (value * 13 + 5) % MODULUS];
export const join = (left: number, right: number, rate: number): number => (left * rate + right) % MODULUS;

/** How many jobs of the task `gate` run at a time. */
export const GATE_WIDTH = 2;

/** A text above 16 KiB, so that it is stored in KV and not in the row. */
export const inflate = (value: number): string => `${value};`.repeat(PAGES + (value % 10) * PAGES);

/** Data node config → value, for a scenario with this seed. */
export type Values = Readonly<Record<string, number | string>>;

export const EXPECTED: Readonly<Record<string, (seed: number) => Values>> = {
  chain(seed) {
    const values = [seed];
    for (let index = 0; index < CHAIN_LENGTH; index += 1) values.push(link(values[index] ?? seed));
    return Object.fromEntries(values.slice(1).map((value, index) => [`link${index + 1}`, value]));
  },
  diamond(seed) {
    const [left, right] = split(seed);
    const [leftEnd, rightEnd] = [link(left), link(right)];
    return { left, right, left_end: leftEnd, right_end: rightEnd, joined: join(leftEnd, rightEnd, RATE) };
  },
  notice(seed) {
    const draft = link(seed);
    return { draft, text: inflate(draft), board: draft };
  },
  gated: (seed) => ({ passed: link(seed) }),
  naps(seed) {
    const rested1 = link(seed);
    const rested2 = link(rested1);
    return { rested1, rested2, rested3: link(rested2) };
  },
};

export const CHAIN_LENGTH = 5;
