import type { Relationship } from '@wardkeep/contract';
import type { Text } from '../../ui/text.ts';

/** How the chart's owner is called here: by the name they chose, by a pseudonym for a client, or not at all. */
export function relationshipName(
  t: Text,
  { patientLabel, patientId, kind }: Pick<Relationship, 'patientLabel' | 'patientId' | 'kind'>,
): string {
  if (patientLabel !== null) return patientLabel;
  if (kind === 'emergency') return t('people.emergency.name');
  return t('chart.title.pseudonym', { pseudonym: patientId.slice(0, 8) });
}
