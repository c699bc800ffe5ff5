import { personName } from '../chart/index.ts';
import { textOf, type Resource } from '../resource/index.ts';
import { catalogue, type SummaryLanguage, type SummaryTexts } from './catalogue.ts';
import { dateText, momentText } from './dates.ts';
import { Printer, type SummaryFonts } from './printer.ts';
import { summaryTables, type SummaryTable } from './summary-tables.ts';

export interface SummaryInput {
  readonly patient: Resource;
  /** The chart: the person's resources, in any order. */
  readonly resources: readonly Resource[];
  readonly at: Date;
  readonly language: SummaryLanguage;
  /** Without them the viewer's own font is used, which has Western European letters only. */
  readonly fonts?: SummaryFonts;
}

/**
 * A summary of the chart on A4 for a doctor to read: what is current, the newest of each result with
 * its range and where it came from. Long lists are cut and say by how many. Tagged PDF 1.7; its
 * metadata and outline hold nothing of the person.
 */
export async function summaryPdf(input: SummaryInput): Promise<Uint8Array> {
  const { patient, resources, at, language, fonts } = input;
  const texts = catalogue[language];
  const printer = new Printer({ title: texts.title, language: texts.tag, at, fonts });
  const who = personName(patient) ?? texts.unnamed;
  const facts = factsOf(patient, texts);
  printer.heading('H1', texts.title);
  printer.paragraph(who, { face: 'bold', size: 13 });
  printer.paragraph(facts.join(' · '), { size: 10 });
  for (const table of summaryTables(resources, texts, fonts !== undefined))
    print(table, texts, printer);
  if (printer.replaced > 0) printer.paragraph(texts.replaced);
  const made = texts.madeAt(momentText(at, texts));
  return await printer.finish((page, of) => ({
    head: [[who, ...facts].join(' · '), made],
    foot: [texts.secrecy, texts.page(page, of)],
  }));
}

function factsOf(patient: Resource, texts: SummaryTexts): readonly string[] {
  const born = textOf(patient['birthDate']);
  const died = textOf(patient['deceasedDateTime']);
  const sex = texts.sex[textOf(patient['gender']) ?? 'unknown'] ?? '';
  return [
    born === undefined ? '' : `${texts.born} ${dateText(born, texts)}`,
    sex,
    died === undefined
      ? patient['deceasedBoolean'] === true
        ? texts.died
        : ''
      : `${texts.died} ${dateText(died, texts)}`,
  ].filter((fact) => fact !== '');
}

function print(table: SummaryTable, texts: SummaryTexts, printer: Printer): void {
  printer.heading('H2', table.title);
  if (table.rows.length === 0) {
    printer.paragraph(texts.nothing);
    return;
  }
  printer.table(table.heads, table.widths, table.rows);
  if (table.notShown > 0) printer.paragraph(texts.notShown(table.notShown), { face: 'bold' });
}
