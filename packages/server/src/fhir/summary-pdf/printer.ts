import PdfKit from 'pdfkit';
import { elementOf } from '../resource/index.ts';

/** Two cuts of a TrueType or OpenType font, as the bytes of their files. */
export interface SummaryFonts {
  readonly regular: Uint8Array;
  readonly bold: Uint8Array;
}

type Face = 'regular' | 'bold';
interface Style {
  readonly face?: Face;
  readonly size?: number;
  readonly colour?: string;
}

/**
 * A4 pages written from top to bottom, tagged for screen readers.
 *
 * Characters that the font has no glyph for are printed as `?` and counted.
 */
export class Printer {
  readonly #document: PDFKit.PDFDocument;
  readonly #root: PDFKit.PDFStructureElement;
  readonly #bytes: Promise<Uint8Array>;
  readonly #hasOwnFonts: boolean;
  #replaced = 0;

  constructor(options: {
    readonly title: string;
    readonly language: string;
    readonly at: Date;
    readonly fonts: SummaryFonts | undefined;
  }) {
    const { title, language, at, fonts } = options;
    this.#document = new PdfKit({
      size: 'A4',
      margins: { top: 74, bottom: 56, left: sideMargin, right: sideMargin },
      bufferPages: true,
      tagged: true,
      pdfVersion: '1.7',
      lang: language,
      displayTitle: true,
      // Nothing of the person: file systems and viewers show these to everybody.
      info: { Title: title, Producer: 'Wardkeep', Creator: 'Wardkeep', CreationDate: at },
      // The face is chosen below; the default one would be written into every file.
      font: '',
    });
    this.#hasOwnFonts = fonts !== undefined;
    this.#document.registerFont('regular', fonts ? Buffer.from(fonts.regular) : 'Helvetica');
    this.#document.registerFont('bold', fonts ? Buffer.from(fonts.bold) : 'Helvetica-Bold');
    this.#root = this.#document.struct('Document');
    this.#document.addStructure(this.#root);
    this.#bytes = collected(this.#document);
  }

  get replaced(): number {
    return this.#replaced;
  }

  get width(): number {
    return this.#document.page.width - 2 * sideMargin;
  }

  heading(level: 'H1' | 'H2', text: string): void {
    const size = level === 'H1' ? 18 : 12;
    this.#makeRoom(size * 5);
    if (level === 'H2') this.#document.y += 10;
    this.#tagged(level, () => this.#line(text, { face: 'bold', size, colour: dark }));
    this.#document.y += 3;
  }

  paragraph(text: string, style: Style = {}): void {
    this.#makeRoom(this.#height(text, this.width, style));
    this.#tagged('P', () => this.#line(text, style));
  }

  /** A table whose head is printed again on each page. */
  table(
    heads: readonly string[],
    widths: readonly number[],
    rows: readonly { readonly cells: readonly string[]; readonly isMarked: boolean }[],
  ): void {
    const table = this.#document.struct('Table');
    this.#root.add(table);
    const head = { cells: heads, face: 'bold' as const, tag: 'TH' as const };
    this.#row(table, widths, head);
    for (const { cells, isMarked } of rows) {
      const shown = cells.map(shortened);
      const row = {
        cells: shown,
        face: isMarked ? ('bold' as const) : ('regular' as const),
        tag: 'TD' as const,
      };
      if (this.#makeRoom(this.#rowHeight(widths, row))) this.#row(table, widths, head);
      this.#row(table, widths, row);
    }
    table.end();
    this.#document.y += 4;
  }

  /** Writes on every page what its number decides, then gives the file. */
  async finish(
    onEachPage: (
      page: number,
      of: number,
    ) => { readonly head: readonly [string, string]; readonly foot: readonly [string, string] },
  ): Promise<Uint8Array> {
    this.#root.end();
    const { count } = this.#document.bufferedPageRange();
    for (let index = 0; index < count; index += 1) {
      this.#document.switchToPage(index);
      const { head, foot } = onEachPage(index + 1, count);
      this.#artifact(() => {
        this.#edge(head, 36, 'bold');
        this.#rule(54);
        this.#edge(foot, this.#document.page.height - 40, 'regular');
      });
    }
    this.#document.end();
    return await this.#bytes;
  }

  #edge([left, right]: readonly [string, string], y: number, face: Face): void {
    // The bottom margin would break the page: what is written there is no part of the text's flow.
    const { margins } = this.#document.page;
    const bottom = margins.bottom;
    margins.bottom = 0;
    this.#font({ face, size: 9 });
    const rightWidth = this.#document.widthOfString(this.#printable(right));
    const oneLine = { height: 12, ellipsis: true };
    const leftWidth = this.width - rightWidth - 12;
    this.#document.text(this.#printable(left), sideMargin, y, { ...oneLine, width: leftWidth });
    this.#font({ face: 'regular', size: 9 });
    const whole = { ...oneLine, width: this.width, align: 'right' as const };
    this.#document.text(this.#printable(right), sideMargin, y, whole);
    margins.bottom = bottom;
  }

  #row(
    table: PDFKit.PDFStructureElement,
    widths: readonly number[],
    {
      cells,
      face,
      tag,
    }: { readonly cells: readonly string[]; readonly face: Face; readonly tag: 'TH' | 'TD' },
  ): void {
    const row = this.#document.struct('TR');
    table.add(row);
    const top = this.#document.y;
    const height = this.#rowHeight(widths, { cells, face });
    let x = sideMargin;
    for (const [index, text] of cells.entries()) {
      const width = (widths[index] ?? 0) * this.width;
      const at = { x: x + cellPadding, y: top + cellPadding, width: width - 2 * cellPadding };
      const cell = this.#document.struct(tag, tag === 'TH' ? columnScope : {}, () => {
        this.#font({ face, size: 9, ...(tag === 'TH' ? { colour: grey } : {}) });
        this.#document.text(this.#printable(text), at.x, at.y, { width: at.width });
      });
      row.add(cell);
      x += width;
    }
    row.end();
    this.#artifact(() => this.#rule(top + height));
    this.#document.x = sideMargin;
    this.#document.y = top + height;
  }

  #rowHeight(
    widths: readonly number[],
    { cells, face }: { readonly cells: readonly string[]; readonly face: Face },
  ): number {
    const heights = cells.map((text, index) =>
      this.#height(text, (widths[index] ?? 0) * this.width - 2 * cellPadding, { face, size: 9 }),
    );
    return Math.max(...heights) + 2 * cellPadding;
  }

  #height(text: string, width: number, style: Style): number {
    this.#font(style);
    return this.#document.heightOfString(this.#printable(text) || ' ', { width });
  }

  /** Starts a page if there is less room than that; says whether it did. */
  #makeRoom(height: number): boolean {
    const { page } = this.#document;
    if (this.#document.y + height <= page.height - page.margins.bottom) return false;
    this.#document.addPage();
    return true;
  }

  #line(text: string, style: Style): void {
    this.#font(style);
    this.#document.text(this.#printable(text), sideMargin, this.#document.y, { width: this.width });
  }

  #tagged(type: 'H1' | 'H2' | 'P', write: () => void): void {
    const element = this.#document.struct(type, {}, write);
    this.#root.add(element);
  }

  #artifact(draw: () => void): void {
    this.#document.markContent('Artifact', { type: 'Layout' });
    draw();
    this.#document.endMarkedContent();
  }

  #rule(y: number): void {
    const right = this.#document.page.width - sideMargin;
    this.#document
      .moveTo(sideMargin, y)
      .lineTo(right, y)
      .lineWidth(0.5)
      .strokeColor('#c8ccd0')
      .stroke();
  }

  #font({ face = 'regular', size = 9, colour = dark }: Style): void {
    this.#document.font(face).fontSize(size).fillColor(colour);
  }

  /** Without line breaks and controls, and with `?` for what the font lacks. */
  #printable(text: string): string {
    const plain = text
      .toWellFormed()
      .normalize('NFC')
      .replace(/[\s\p{Cc}\p{Cf}]+/gu, ' ')
      .trim();
    let shown = '';
    for (const character of plain) {
      const has = this.#hasOwnFonts ? this.#hasGlyph(character) : winAnsi.has(character);
      if (!has) this.#replaced += 1;
      shown += has ? character : '?';
    }
    return shown;
  }

  #hasGlyph(character: string): boolean {
    // pdfkit keeps the parsed font to itself and prints what is missing as an empty box.
    const font = elementOf(elementOf(Reflect.get(this.#document, '_font'))['font']);
    const has = font['hasGlyphForCodePoint'];
    return (
      typeof has !== 'function' || Reflect.apply(has, font, [character.codePointAt(0)]) === true
    );
  }
}

const sideMargin = 42;
const cellPadding = 3;
const maxCellCharacters = 300;
const dark = '#16191d';
const grey = '#4a5058';
// pdfkit knows the scope of a head (PDF 32000-1, table 349); its types don't.
const columnScope: PDFKit.Mixins.StructureElementOptions & { readonly scope: string } = {
  scope: 'Column',
};

/** A row must fit on a page. */
function shortened(text: string): string {
  return text.length <= maxCellCharacters
    ? text
    : `${text.slice(0, maxCellCharacters - 1).toWellFormed()}…`;
}

// The standard fonts' encoding (PDF 32000-1, annex D): Latin-1 and these of Windows-1252.
const winAnsi: ReadonlySet<string> = new Set([
  ...Array.from({ length: 95 }, (_, index) => String.fromCodePoint(0x20 + index)),
  ...Array.from({ length: 96 }, (_, index) => String.fromCodePoint(0xa0 + index)),
  ...Array.from('€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ'),
]);

async function collected(document: PDFKit.PDFDocument): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of document) {
    if (chunk instanceof Uint8Array) chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
