/** A file that the rule of type "Text" in wrangler.toml matches is imported as its text. */
declare module "*.csv" {
  const text: string;
  export default text;
}

declare module "*.toml" {
  const text: string;
  export default text;
}
