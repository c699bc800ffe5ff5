/**
 * Whole years (or months below two years) between a birth date and `now`. Nothing when only a year is
 * known, for the age could then be wrong by one, and nothing for a date to come.
 */
export function ageAt(
  birthDate: string,
  now: Date,
): { readonly unit: 'years' | 'months'; readonly count: number } | undefined {
  const match = /^(\d{4})-(\d{2})(?:-(\d{2}))?/.exec(birthDate);
  if (!match) return undefined;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3] ?? 1)];
  const before = now.getDate() < day ? 1 : 0;
  const months = (now.getFullYear() - year) * 12 + (now.getMonth() + 1 - month) - before;
  if (months < 0) return undefined;
  return months < 24
    ? { unit: 'months', count: months }
    : { unit: 'years', count: Math.floor(months / 12) };
}
