import { localDay } from '../../ui/local-day.ts';
/** How long somebody may see a chart, as it is chosen. */
export type UntilChoice = 'week' | 'quarter' | 'year' | 'none' | 'date';
export const UNTIL_CHOICES: readonly UntilChoice[] = ['week', 'quarter', 'year', 'none', 'date'];

export interface Until {
  readonly choice: UntilChoice;
  /** `YYYY-MM-DD` of the reader's own calendar; counts where the choice is `date`. */
  readonly date: string;
  /** What it was before: the same day again is no other moment. */
  readonly before?: string;
}

export const FIRST_UNTIL: Until = { choice: 'year', date: '' };

const DAYS = { week: 7, quarter: 91, year: 365 } as const;
const DAY_MS = 86_400_000;

/** As the server takes it; undefined where no day, or one that is over, is chosen. */
export function untilMoment({ choice, date, before }: Until, now: Date): string | null | undefined {
  if (choice === 'none') return null;
  if (choice !== 'date') return new Date(now.getTime() + DAYS[choice] * DAY_MS).toISOString();
  if (before !== undefined && date === localDay(new Date(before))) return before;
  // The whole of the day that was chosen, where it is chosen.
  const end = new Date(`${date}T23:59:59`);
  return Number.isNaN(end.getTime()) || end <= now ? undefined : end.toISOString();
}

/** For changing one that was chosen before. */
export function untilFrom(until: string | null): Until {
  return until === null
    ? { choice: 'none', date: '' }
    : { choice: 'date', date: localDay(new Date(until)), before: until };
}
