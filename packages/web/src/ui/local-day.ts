/** `YYYY-MM-DD` of the reader's own calendar, as a date field has it. */
export function localDay(at: Date): string {
  const two = (part: number): string => `${part}`.padStart(2, '0');
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}
