/** Text that is HTML already. Only the tag below makes it, so that whatever else goes into a page gets escaped. */
export class Html {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

export type HtmlValue = string | number | Html | readonly HtmlValue[];

/** HTML with its values escaped, for text and for attributes in double quotes. */
export function html(parts: TemplateStringsArray, ...values: readonly HtmlValue[]): Html {
  return new Html(parts.reduce((page, part, index) => page + textOf(values[index - 1] ?? "") + part));
}

/** CSS, which has no characters to escape for, inside a `style` element of its own. */
export const styleElement = (css: string): Html => new Html(`<style>${css}</style>`);

function textOf(value: HtmlValue): string {
  if (value instanceof Html) return value.text;
  if (typeof value === "object") return value.map(textOf).join("");
  return String(value).replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
