import { type FoundEvent, Role } from '@wardkeep/contract';
import { useFormat } from '../../ui/format.ts';
import { type Text, useText } from '../../ui/text.ts';
import { useKnownNames } from './person-names.ts';

interface Fact {
  readonly name: string;
  readonly value: string;
  readonly code?: true;
}

/** What there is to know, each with its name; what has nothing to say is left out. */
export function useEventFacts(event: FoundEvent): readonly Fact[] {
  const t = useText();
  const format = useFormat();
  const known = useKnownNames();
  const person = (one: FoundEvent['patient']): string | null => {
    if (one === null) return null;
    const { personId: id } = one;
    const name = one.displayName ?? known.get(id);
    return name === undefined ? id : t('event.person', { name, id });
  };
  const role = Role.safeParse(event.actor.role);
  const place =
    event.leafIndex === null
      ? t('event.place.pending')
      : t('event.place.number', { log: event.log, number: format.number(event.leafIndex) });
  const facts: readonly (readonly [string, string | null, true?])[] = [
    [t('event.when'), format.dateTime(event.occurredAt)],
    [t('event.outcome'), t(`search.outcome.${event.outcome}`)],
    [t('event.actor'), person(event.actor.person)],
    [t('event.role'), role.success ? t(`role.${role.data}`) : event.actor.role],
    [t('event.patient'), person(event.patient)],
    [t('event.relationship'), rightWords(t, event.relationship)],
    [t('event.purpose'), purposeWords(t, event.purposeOfUse)],
    [t('event.address'), event.address],
    [t('event.reason'), event.reason],
    [
      t('event.repeated'),
      event.repeated > 1 ? t('search.repeated', { count: event.repeated }) : null,
    ],
    [t('event.place'), place],
    [t('event.action'), event.action, true],
    [t('event.id'), event.eventId, true],
  ];
  return facts.flatMap(([name, value, code]) =>
    value === null || value === '' ? [] : [{ name, value, ...(code && { code }) }],
  );
}

const GRANTED = ['guardian', 'consent', 'care-team', 'emergency'] as const;
const OTHER_RIGHTS = ['self', 'share', 'duty'] as const;

/** A newer server can name one that this page has no words for. */
function rightWords(t: Text, relationship: string | null): string | null {
  const granted = GRANTED.find((one) => one === relationship);
  if (granted) return t(`access.by.${granted}`);
  const other = OTHER_RIGHTS.find((one) => one === relationship);
  return other ? t(`event.relationship.${other}`) : relationship;
}

const PURPOSES = [
  'TREAT',
  'ETREAT',
  'HPAYMT',
  'HOPERAT',
  'HRESCH',
  'PATRQT',
  'FAMRQT',
  'HSYSADMIN',
] as const;

function purposeWords(t: Text, purpose: string | null): string | null {
  const known = PURPOSES.find((one) => one === purpose);
  return known ? t(`event.purpose.${known}`) : purpose;
}
