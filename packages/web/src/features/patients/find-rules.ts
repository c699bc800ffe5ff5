import type { ChartItem } from './chart-items.ts';

/** What was found, and in which part of the chart. */
export interface FoundSection {
  readonly section: ChartItem['section'];
  readonly items: readonly ChartItem[];
}

/** Without case and accents: `müller` finds `Muller`. */
export function folded(text: string): string {
  return text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase();
}

/** Lines that hold every word of the query, each anywhere; by part of the chart, in the chart's order. */
export function findItems(items: readonly ChartItem[], query: string): FoundSection[] {
  const words = folded(query)
    .split(/\s+/)
    .filter((word) => word !== '');
  if (words.length === 0) return [];
  const found = items.filter((item) => {
    const text = folded(`${item.title} ${item.detail ?? ''} ${item.startedAt?.slice(0, 10) ?? ''}`);
    return words.every((word) => text.includes(word));
  });
  const sections = [...new Set(items.map(({ section }) => section))];
  return sections
    .map((section) => ({ section, items: found.filter((item) => item.section === section) }))
    .filter(({ items: some }) => some.length > 0);
}
