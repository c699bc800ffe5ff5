import type { AccessLogEntry } from '@wardkeep/contract';

export interface AccessDay {
  /** The first moment of it that was seen; formatted by whoever shows it. */
  readonly at: string;
  readonly entries: readonly AccessLogEntry[];
}

/** Groups entries, newest first as they come, by the reader's own calendar day. */
export function accessDays(
  entries: readonly AccessLogEntry[],
  dayOf: (at: string) => string,
): AccessDay[] {
  const days = Map.groupBy(entries, ({ occurredAt }) => dayOf(occurredAt));
  return [...days.values()].map((day) => ({ at: day[0]?.occurredAt ?? '', entries: day }));
}

/** How many of each type, as far as the entry lists them; more may be meant than are listed. */
export function typeCounts({
  resources,
}: Pick<AccessLogEntry, 'resources'>): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { type } of resources) counts.set(type, (counts.get(type) ?? 0) + 1);
  return counts;
}
