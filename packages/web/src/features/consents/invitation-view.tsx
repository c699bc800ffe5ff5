import { Group, Stack } from '@mantine/core';
import type { ReplyOf, offerConsent } from '@wardkeep/contract';
import type { ReactNode } from 'react';
import { Card } from '../../ui/card.tsx';
import { LinkSheet } from '../../ui/link-sheet.tsx';
import { useFormat } from '../../ui/format.ts';
import { useText } from '../../ui/text.ts';
import { AllConsentsLink } from './consent-links.tsx';

interface InvitationViewProps {
  readonly offered: ReplyOf<typeof offerConsent>;
  readonly email: string | null;
}

/** The link, to be scanned or sent; nothing is seen before the other side says yes. */
export function InvitationView({ offered, email }: InvitationViewProps): ReactNode {
  const t = useText();
  const format = useFormat();
  const { consent, link, linkExpiresAt, isSent } = offered;
  const until = format.dateTime(linkExpiresAt);
  const { label } = consent;
  return (
    <Card title={t('invited.title', { label })}>
      <Stack>
        <LinkSheet
          link={link}
          lead={t(email === null ? 'invited.anybody' : 'invited.only', {
            email: email ?? '',
            until,
          })}
          sent={
            email === null
              ? null
              : { isSent, words: t(isSent ? 'invited.sent' : 'invited.notSent', { email }) }
          }
          fieldLabel={t('invited.link')}
          qrLabel={t('invited.qr', { label })}
          caption={t('invited.caption', { label, until })}
        />
        <Group justify="flex-end">
          <AllConsentsLink>{t('app.done')}</AllConsentsLink>
        </Group>
      </Stack>
    </Card>
  );
}
