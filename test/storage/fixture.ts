/// <reference types="vite/types/importMeta.d.ts" />
const files = import.meta.glob<string>("./fixtures/*.{xlsx,parquet}", {
  query: "?url&inline",
  import: "default",
  eager: true,
});

/** The bytes of a file in `fixtures/`. */
export function fixture(name: string): Uint8Array {
  const base64 = files[`./fixtures/${name}`]?.split("base64,")[1];
  if (base64 === undefined) throw new Error(`There is no fixture ${name}.`);
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}
