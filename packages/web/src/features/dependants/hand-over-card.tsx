import { Button, Stack, Text as Words, TextInput } from '@mantine/core';
import { IconGift } from '@tabler/icons-react';
import { Email } from '@wardkeep/contract';
import { type ReactNode, useState } from 'react';
import { Card } from '../../ui/card.tsx';
import { useFormat } from '../../ui/format.ts';
import { LinkSheet } from '../../ui/link-sheet.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { useText } from '../../ui/text.ts';
import { useOfferHandOver } from './dependant-query.ts';

/** Growing up: the dependant makes an account, and the chart becomes their own. */
export function HandOverCard(): ReactNode {
  const t = useText();
  const format = useFormat();
  const offer = useOfferHandOver();
  const sentTo = offer.variables ?? '';
  return (
    <Card title={t('handOver.title')} icon={<IconGift size={20} />} tone="tint">
      <Stack>
        <Words>{t('handOver.words')}</Words>
        <ProblemAlert error={offer.error} />
        {offer.data ? (
          <LinkSheet
            link={offer.data.link}
            lead={t('invited.only', {
              email: sentTo,
              until: format.dateTime(offer.data.linkExpiresAt),
            })}
            sent={{
              isSent: offer.data.isSent,
              words: t(offer.data.isSent ? 'invited.sent' : 'invited.notSent', { email: sentTo }),
            }}
            fieldLabel={t('invited.link')}
            qrLabel={t('handOver.qr')}
            caption={t('invited.caption', {
              label: t('handOver.title'),
              until: format.dateTime(offer.data.linkExpiresAt),
            })}
          />
        ) : (
          <HandOverForm busy={offer.isPending} onSend={offer.mutate} />
        )}
      </Stack>
    </Card>
  );
}

interface HandOverFormProps {
  readonly busy: boolean;
  readonly onSend: (email: string) => void;
}

function HandOverForm({ busy, onSend }: HandOverFormProps): ReactNode {
  const t = useText();
  const [email, setEmail] = useState('');
  const [isWrong, setWrong] = useState(false);
  const send = (): void => {
    const right = Email.safeParse(email.trim()).success;
    setWrong(!right);
    if (right) onSend(email.trim());
  };
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <Stack>
        <TextInput
          label={t('handOver.email')}
          description={t('handOver.email.hint')}
          type="email"
          autoComplete="off"
          value={email}
          error={isWrong && t('account.email.invalid')}
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
        <div>
          <Button type="submit" variant="default" loading={busy}>
            {t('handOver.action')}
          </Button>
        </div>
      </Stack>
    </form>
  );
}
