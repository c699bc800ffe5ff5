/**
 * HIPAA, 45 CFR 164.514(b)(2)(i)(C): ages over 89 are one category, and no date may tell one. So of who was born in this
 * year nothing that tells their age is shown, and no date before it of anybody: they were alive then.
 */
export function firstYearShown(now: Date): number {
  return now.getUTCFullYear() - 89;
}

/** Stands for every year of birth before the first that is shown. */
export const BORN_EARLIER = '1900';

/** Whether a year may be shown: not so early, nor yet to come, that it tells an age over 89. */
export function mayShowYear(year: number, now: Date): boolean {
  return year >= firstYearShown(now) && year <= now.getUTCFullYear();
}
