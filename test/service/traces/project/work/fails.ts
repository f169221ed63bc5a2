export function fails(values: readonly number[]): number {
  const total = values.reduce((sum, value) => sum + value, 0);
  throw new RangeError(`too many: ${total}`);
}

export async function failsLate(values: readonly number[]): Promise<number> {
  await Promise.resolve();
  return fails(values);
}

export function failsWithReason(values: readonly number[]): number {
  try {
    return fails(values);
  } catch (error) {
    throw new Error("can't be counted", { cause: error });
  }
}

export async function failsWithMany(values: readonly number[]): Promise<number> {
  const counted = [1, 2].map(async (extra) => fails([...values, extra]));
  const first = await Promise.any(counted);
  return first;
}
