import { Badge } from '@mantine/core';
import type { ReactNode } from 'react';
import { useText } from '../../ui/text.ts';
import type { AllergyFacts } from './allergy-facts.ts';

/** How careful one has to be: by the worst reaction, and by what could come. */
export function CareBadges({ facts }: { readonly facts: AllergyFacts | undefined }): ReactNode {
  const t = useText();
  if (facts === undefined) return null;
  const { severity, isHighRisk } = facts;
  return (
    <>
      {severity !== null && (
        <Badge variant="light" mt={4} color={SEVERITY_COLOURS[severity]}>
          {t(`chart.severity.${severity}`)}
        </Badge>
      )}
      {isHighRisk && severity !== 'severe' && (
        <Badge variant="light" mt={4} color="wax">
          {t('chart.severity.high')}
        </Badge>
      )}
    </>
  );
}

const SEVERITY_COLOURS = { severe: 'wax', moderate: 'honey', mild: 'gray' } as const;
