import { type EventQuery, PersonId } from '@wardkeep/contract';

/** What is looked for, as the address of the page has it; days are the reader's own. */
export interface EventSearch {
  readonly actor?: string;
  readonly patient?: string;
  readonly action?: string;
  readonly outcome?: EventQuery['outcome'];
  readonly address?: string;
  /** `YYYY-MM-DD`, the first and the last day. */
  readonly from?: string;
  readonly until?: string;
}

const OUTCOMES = ['success', 'refused', 'failed'] as const;

/** Leaves out whatever the server would refuse: an address can be typed by anybody. */
export function eventSearch(search: Readonly<Record<string, unknown>>): EventSearch {
  const text = (name: string): string => textOf(search[name]).trim();
  const outcome = OUTCOMES.find((one) => one === text('outcome'));
  return {
    ...pick('actor', isPerson(text('actor')) && text('actor').toLowerCase()),
    ...pick('patient', isPerson(text('patient')) && text('patient').toLowerCase()),
    ...pick('action', ACTION.test(text('action')) && text('action')),
    ...pick('address', ADDRESS.test(text('address')) && text('address')),
    ...pick('from', isDay(text('from')) && text('from')),
    ...pick('until', isDay(text('until')) && text('until')),
    ...(outcome && { outcome }),
  };
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

const ACTION = /^[a-z][a-z0-9.-]{0,63}$/;
const ADDRESS = /^[0-9a-fA-F.:]{2,45}$/;

export function isPerson(text: string): boolean {
  return PersonId.safeParse(text).success;
}

function isDay(text: string): boolean {
  return /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text));
}

function pick(name: string, value: string | false): Readonly<Record<string, string>> {
  return value === false ? {} : { [name]: value };
}

/** As the contract asks: the days become the moments at which they begin and end here. */
export function queryOf({ from, until, actor, patient, ...rest }: EventSearch) {
  return {
    ...rest,
    ...(actor !== undefined && { actor: PersonId.parse(actor) }),
    ...(patient !== undefined && { patient: PersonId.parse(patient) }),
    ...(from !== undefined && { from: midnight(from, 0) }),
    ...(until !== undefined && { until: midnight(until, 1) }),
  };
}

/** Of the reader's own clock, which may have an hour more or less on that day. */
function midnight(day: string, daysLater: number): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  return new Date(year, month - 1, date + daysLater).toISOString();
}
