/** A file that is small for what it expands to, or costly to read. */
export interface HostileFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Makes the bytes each time, so that a list of files takes no memory. */
export const file = (name: string, textOf: () => string): HostileFile => ({
  name,
  get bytes() {
    return new TextEncoder().encode(textOf());
  },
});

/** `count` times the same, with commas between. */
export const repeated = (text: string, count: number): string => `${`${text},`.repeat(count - 1)}${text}`;
