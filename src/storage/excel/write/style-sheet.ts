import type { NumberFormat } from "../cell-styles.ts";
import { escapedXml } from "../xml/xml-text.ts";

/** Smaller ids are Excel's own formats. */
const FIRST_ID = 164;

/** Styles that are added to those of a workbook; a style is one number format. */
export class AddedStyles {
  readonly #firstStyle: number;
  #nextFormat: number;
  /** The index of each style by its format. */
  readonly #styles = new Map<string, number>();
  /** The new formats by their ids. */
  readonly #codes = new Map<number, string>();
  /** The format of each style. */
  readonly #cells: number[] = [];

  /** @param count how many styles the workbook has @param formats the ids of its own formats */
  constructor(count: number, formats: Iterable<number>) {
    this.#firstStyle = count;
    this.#nextFormat = FIRST_ID;
    for (const id of formats) this.#nextFormat = Math.max(this.#nextFormat, id + 1);
  }

  get count(): number {
    return this.#cells.length;
  }

  get formatCount(): number {
    return this.#codes.size;
  }

  /** The children of `<numFmts>`. */
  formatsXml(prefix = ""): string {
    const formats = [...this.#codes];
    return formats.map(([id, code]) => `<${prefix}numFmt numFmtId="${id}" formatCode="${escapedXml(code)}"/>`).join("");
  }

  /** The children of `<cellXfs>`. */
  cellsXml(prefix = ""): string {
    return this.#cells
      .map((id) => `<${prefix}xf numFmtId="${id}" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>`)
      .join("");
  }

  /** The index of the style with a format. */
  style({ id, code }: NumberFormat): number {
    const key = code ?? `#${id}`;
    const known = this.#styles.get(key);
    if (known !== undefined) return known;
    const style = this.#firstStyle + this.#cells.length;
    this.#cells.push(code === null ? id : this.#format(code));
    this.#styles.set(key, style);
    return style;
  }

  /** The index of the style with the format of a code; 0 = the plain style, for none. */
  styleOfCode(code: string | null): number {
    return code === null ? 0 : this.style({ id: 0, code });
  }

  #format(code: string): number {
    const id = this.#nextFormat;
    this.#nextFormat += 1;
    this.#codes.set(id, code);
    return id;
  }
}

/** The first style, of cells without one. */
const PLAIN_STYLE = '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>';

/** A style sheet of the plain style and those. */
export const styleSheetXml = (styles: AddedStyles): string =>
  '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' +
  '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">' +
  `${styles.formatCount === 0 ? "" : `<numFmts count="${styles.formatCount}">${styles.formatsXml()}</numFmts>`}` +
  '<fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>' +
  '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>' +
  '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>' +
  '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>' +
  `<cellXfs count="${styles.count + 1}">${PLAIN_STYLE}${styles.cellsXml()}</cellXfs>` +
  '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>';
