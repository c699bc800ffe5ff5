export type { SummaryLanguage } from './catalogue.ts';
export type { SummaryFonts } from './printer.ts';
export { summaryPdf, type SummaryInput } from './summary-pdf.ts';
