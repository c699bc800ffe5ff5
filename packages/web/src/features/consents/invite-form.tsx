import {
  Button,
  Group,
  Radio,
  SegmentedControl,
  Stack,
  Text as Words,
  TextInput,
} from '@mantine/core';
import type { BodyInputOf, offerConsent } from '@wardkeep/contract';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { Card } from '../../ui/card.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { useText } from '../../ui/text.ts';
import { AllConsentsLink } from './consent-links.tsx';
import {
  type Invitation,
  type InvitationFault,
  firstInvitation,
  invitationFaults,
  offerBody,
} from './invite-rules.ts';
import { TermsFields } from './terms-fields.tsx';
import { UntilField } from './until-field.tsx';
import classes from './until-field.module.css';

interface InviteFormProps {
  readonly patientLabel: string;
  readonly busy: boolean;
  readonly error: unknown;
  readonly onSend: (body: BodyInputOf<typeof offerConsent>) => void;
}

/** For whom, what, and until when. */
export function InviteForm({ patientLabel, busy, error, onSend }: InviteFormProps): ReactNode {
  const t = useText();
  const element = useRef<HTMLFormElement>(null);
  const [invitation, setInvitation] = useState(() => firstInvitation(patientLabel));
  const [faults, setFaults] = useState<readonly InvitationFault[]>([]);
  const change = (part: Partial<Invitation>): void => {
    const next = { ...invitation, ...part };
    const left = invitationFaults(next, new Date());
    setInvitation(next);
    setFaults((shown) => shown.filter((fault) => left.includes(fault)));
  };
  const send = (): void => {
    const now = new Date();
    const found = invitationFaults(invitation, now);
    setFaults(found);
    if (found.length === 0) onSend(offerBody(invitation, now));
  };
  useEffect(() => {
    if (faults.length > 0)
      element.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [faults]);
  return (
    <form
      noValidate
      ref={element}
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <Stack gap="lg">
        <ProblemAlert error={error} />
        <WhoCard invitation={invitation} faults={faults} onChange={change} />
        <Card title={t('inviting.what')}>
          <TermsFields
            terms={invitation.terms}
            isEmpty={faults.includes('kinds')}
            onChange={(terms) => change({ terms })}
          />
        </Card>
        <Card title={t('inviting.until')}>
          <UntilField
            until={invitation.until}
            isWrong={faults.includes('until')}
            onChange={(until) => change({ until })}
          />
        </Card>
        <Group justify="flex-end">
          <AllConsentsLink variant="default">{t('app.cancel')}</AllConsentsLink>
          <Button type="submit" loading={busy}>
            {t('inviting.action')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

interface WhoCardProps {
  readonly invitation: Invitation;
  readonly faults: readonly InvitationFault[];
  readonly onChange: (part: Partial<Invitation>) => void;
}

function WhoCard({ invitation, faults, onChange }: WhoCardProps): ReactNode {
  const t = useText();
  const { kind, label, patientLabel } = invitation;
  return (
    <Card title={t('inviting.who')}>
      <Stack>
        <Radio.Group
          label={t('inviting.kind')}
          value={kind}
          onChange={(value) => onChange({ kind: value === 'care-team' ? value : 'consent' })}
          classNames={{ label: classes.label ?? '' }}
        >
          <div className={classes.choices}>
            {(['consent', 'care-team'] as const).map((one) => (
              <Radio.Card key={one} value={one} className={classes.choice ?? ''}>
                <Radio.Indicator />
                <span>{t(`inviting.kind.${one}`)}</span>
              </Radio.Card>
            ))}
          </div>
        </Radio.Group>
        {kind === 'care-team' && <Words size="sm">{t('inviting.team.words')}</Words>}
        <TextInput
          label={t('inviting.label')}
          description={t('inviting.label.hint')}
          placeholder={t('inviting.label.example')}
          maxLength={120}
          value={label}
          error={faults.includes('label') && t('inviting.label.missing')}
          onChange={(event) => onChange({ label: event.currentTarget.value })}
        />
        <ByFields invitation={invitation} faults={faults} onChange={onChange} />
        <TextInput
          label={t('inviting.patientLabel')}
          description={t('inviting.patientLabel.hint')}
          maxLength={120}
          value={patientLabel}
          error={faults.includes('patientLabel') && t('inviting.patientLabel.missing')}
          onChange={(event) => onChange({ patientLabel: event.currentTarget.value })}
        />
      </Stack>
    </Card>
  );
}

function ByFields({ invitation, faults, onChange }: WhoCardProps): ReactNode {
  const t = useText();
  const { by, email } = invitation;
  return (
    <Stack gap="xs">
      <Words fw={600}>{t('inviting.by')}</Words>
      <SegmentedControl
        aria-label={t('inviting.by')}
        value={by}
        onChange={(value) => onChange({ by: value === 'code' ? value : 'email' })}
        data={[
          { value: 'email', label: t('inviting.by.email') },
          { value: 'code', label: t('inviting.by.code') },
        ]}
      />
      {by === 'email' ? (
        <TextInput
          label={t('inviting.email')}
          description={t('inviting.email.hint')}
          type="email"
          autoComplete="off"
          value={email}
          error={faults.includes('email') && t('account.email.invalid')}
          onChange={(event) => onChange({ email: event.currentTarget.value })}
        />
      ) : (
        <Words size="sm" c="dimmed">
          {t('inviting.code.words')}
        </Words>
      )}
    </Stack>
  );
}
