import type { BodyInputOf, EmergencyReason, openEmergencyAccess } from '@wardkeep/contract';
import { areWords } from '../../ui/words-field.tsx';

/** What the form holds, right or not; both ways to search keep what was typed. */
export interface SearchForm {
  readonly by: 'identifier' | 'name-and-birth-date';
  readonly value: string;
  readonly given: string;
  readonly family: string;
  /** `YYYY-MM-DD`, or nothing. */
  readonly birthDate: string;
  readonly reason: EmergencyReason | null;
  readonly words: string;
}

export const NO_SEARCH: SearchForm = {
  by: 'name-and-birth-date',
  value: '',
  given: '',
  family: '',
  birthDate: '',
  reason: null,
  words: '',
};

export type Fault = Exclude<keyof SearchForm, 'by'>;
type Body = BodyInputOf<typeof openEmergencyAccess>;

/** The fields that are not right yet, in the order of the page. */
export function faultsOf(form: SearchForm, today: string): readonly Fault[] {
  const isEmpty = (field: 'value' | 'given' | 'family'): boolean => form[field].trim() === '';
  const ofSearch: readonly (Fault | false)[] =
    form.by === 'identifier'
      ? [isEmpty('value') && 'value']
      : [
          isEmpty('given') && 'given',
          isEmpty('family') && 'family',
          !isDayUntil(form.birthDate, today) && 'birthDate',
        ];
  const ofReason = [form.reason === null && 'reason', !areWords(form.words) && 'words'] as const;
  return [...ofSearch, ...ofReason].filter((fault) => fault !== false);
}

/** ISO days compare as text. */
function isDayUntil(day: string, today: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(day) && day <= today;
}

/** @returns null as long as something is missing. */
export function bodyOf(form: SearchForm, today: string): Body | null {
  const { by, reason, given, family, birthDate } = form;
  if (reason === null || faultsOf(form, today).length > 0) return null;
  const words = form.words.trim();
  if (by === 'identifier') return { search: { by, value: form.value.trim() }, reason, words };
  const search = { by, given: given.trim(), family: family.trim(), birthDate } as const;
  return { search, reason, words };
}
