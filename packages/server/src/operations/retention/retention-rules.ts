/**
 * Years whose events have reached the end of their retention, oldest first: `keptYears` whole years after the events' own are
 * over (UTC), so that each event is kept at least so long. Every clock has to say so.
 */
export function yearsPast(
  years: Iterable<number>,
  { keptYears, clocks }: { readonly keptYears: number; readonly clocks: readonly Date[] },
): number[] {
  const thisYear = Math.min(...clocks.map((clock) => clock.getUTCFullYear()));
  return [...years].filter((year) => year + keptYears < thisYear).toSorted((a, b) => a - b);
}
