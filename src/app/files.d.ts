/** wrangler's rule of type "Text" turns these files into their text. */
declare module "*.csv" {
  const text: string;
  export default text;
}

declare module "*.toml" {
  const text: string;
  export default text;
}
