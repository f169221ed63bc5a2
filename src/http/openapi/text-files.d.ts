/** wrangler's rule of type "Text" turns these files into their text. */
declare module "*.txt" {
  const text: string;
  export default text;
}
