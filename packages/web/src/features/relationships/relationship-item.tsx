import { Badge } from '@mantine/core';
import { type Relationship, leaveRelationship } from '@wardkeep/contract';
import type { ReactNode } from 'react';
import { ConfirmButton } from '../../ui/confirm-button.tsx';
import { Item } from '../../ui/item-list.tsx';
import { ButtonLink } from '../../ui/links.tsx';
import { useText } from '../../ui/text.ts';
import { useFormat } from '../../ui/format.ts';
import { termsFor, useTermsWords } from '../consents/index.ts';
import { useAccount } from '../sessions/index.ts';
import { useRelationshipChange } from './relationship-query.ts';
import { relationshipName } from './relationship-words.ts';

export function RelationshipItem({
  relationship,
}: {
  readonly relationship: Relationship;
}): ReactNode {
  const t = useText();
  const format = useFormat();
  const words = useTermsWords();
  const role = useAccount()?.session.role;
  const { patientId, kind, terms, until } = relationship;
  const name = relationshipName(t, relationship);
  const isEmergency = kind === 'emergency';
  return (
    <li>
      <Item
        name={name}
        badges={
          <Badge variant="light" color={isEmergency ? 'wax' : 'ward'}>
            {t(`people.kind.${kind}`)}
          </Badge>
        }
        facts={[
          terms !== null && words.lines(termsFor(role, terms)).join(' · '),
          isEmergency && until !== null
            ? t('people.emergency.until', { time: format.time(until) })
            : words.until(until),
        ]}
        actions={
          <>
            <ButtonLink
              to="/people/$patientId/chart"
              params={{ patientId }}
              size="sm"
              aria-label={t('people.open.label', { name })}
            >
              {t('people.open')}
            </ButtonLink>
            <LeaveButton relationship={relationship} name={name} />
          </>
        }
      />
    </li>
  );
}

interface LeaveButtonProps {
  readonly relationship: Relationship;
  readonly name: string;
}

function LeaveButton({ relationship, name }: LeaveButtonProps): ReactNode {
  const t = useText();
  const leave = useRelationshipChange(relationship, leaveRelationship);
  if (relationship.kind === 'guardian') return null;
  return (
    <ConfirmButton
      button={t('people.leave')}
      label={t('people.leave.label', { name })}
      title={t('people.leave.title')}
      action={t('people.leave.action')}
      change={leave}
    >
      {t(relationship.kind === 'emergency' ? 'people.leave.emergency' : 'people.leave.words', {
        name,
      })}
    </ConfirmButton>
  );
}
