import { Button, Group, Stack, TextInput } from '@mantine/core';
import { IconUserQuestion } from '@tabler/icons-react';
import { Pseudonym, requestReidentification } from '@wardkeep/contract';
import { type ReactNode, useState } from 'react';
import { Card } from '../../ui/card.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { useText } from '../../ui/text.ts';
import { WordsField, areWords } from '../../ui/words-field.tsx';
import { useReidentificationStep } from './reidentification-query.ts';

/** The first of two persons: says whose, and why. */
export function RequestCard(): ReactNode {
  const t = useText();
  const [pseudonym, setPseudonym] = useState('');
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  const request = useReidentificationStep((client, body: { pseudonym: string; reason: string }) =>
    client.call(requestReidentification, { body }),
  );
  const isRight = Pseudonym.safeParse(pseudonym).success;
  const send = (): void => {
    setTried(true);
    if (!isRight || !areWords(reason)) return;
    const done = (): void => {
      setPseudonym('');
      setReason('');
      setTried(false);
    };
    request.mutate({ pseudonym, reason: reason.trim() }, { onSuccess: done });
  };
  return (
    <Card title={t('pseudonyms.ask')} icon={<IconUserQuestion size={20} />}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        <Stack>
          <TextInput
            label={t('pseudonyms.pseudonym')}
            description={t('pseudonyms.pseudonym.hint')}
            autoComplete="off"
            autoCapitalize="characters"
            spellCheck={false}
            placeholder="XXXX-XXXX-XXXX-XXXX-XXXX"
            value={pseudonym}
            error={tried && !isRight && t('pseudonyms.pseudonym.wrong')}
            onChange={(event) => setPseudonym(event.currentTarget.value)}
            styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
          />
          <WordsField
            label={t('pseudonyms.reason')}
            hint={t('pseudonyms.reason.hint')}
            value={reason}
            isAsked={tried}
            onChange={setReason}
          />
          <ProblemAlert error={request.error} words={{ not_found: t('pseudonyms.notFound') }} />
          <Group>
            <Button type="submit" loading={request.isPending}>
              {t('pseudonyms.ask.action')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Card>
  );
}
