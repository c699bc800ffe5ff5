/** A log of the audit: a year's, or the one that a restore began after it. `2026` is epoch 1, `2026-2` is epoch 2. */
export interface LogPlace {
  readonly year: number;
  readonly epoch: number;
}

const NAME = /^([0-9]{4})(?:-([1-9][0-9]{0,3}))?$/;

/** Undefined for what is no log's name; `2026-1` is none, it is `2026`. */
export function placeOfLog(log: string): LogPlace | undefined {
  const [, year, epoch] = NAME.exec(log) ?? [];
  if (year === undefined || epoch === '1') return undefined;
  return { year: Number(year), epoch: Number(epoch ?? 1) };
}

/** As `audit_event` has it: `2026` of `2026-2`. */
export function yearOfLog(log: string): string {
  return log.slice(0, 4);
}

export function logNameOf({ year, epoch }: LogPlace): string {
  const digits = String(year).padStart(4, '0');
  return epoch === 1 ? digits : `${digits}-${epoch}`;
}

/** Below 0 when `a` was begun before `b`: `2026-2` before `2026-10`. What is no log's name comes before all. */
export function compareLogs(a: string, b: string): number {
  const [one, other] = [placeOfLog(a), placeOfLog(b)];
  if (one === undefined || other === undefined)
    return Number(one !== undefined) - Number(other !== undefined);
  return one.year - other.year || one.epoch - other.epoch;
}
