import { Group, Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import { Card } from '../../ui/card.tsx';
import { ButtonLink } from '../../ui/links.tsx';
import { Page } from '../../ui/page.tsx';
import { useText } from '../../ui/text.ts';

interface SignInFirstProps {
  readonly title: string;
  /** What the link offers, as far as it is known before somebody signs in. */
  readonly words: string;
  /** The page of the link. Its token stays after `#` on every page of the way there and back: no server sees it. */
  readonly back: string;
  readonly token: string;
}

/** A link that only somebody with an account can use. */
export function SignInFirst({ title, words, back, token }: SignInFirstProps): ReactNode {
  const t = useText();
  return (
    <Page title={title} lead={words} width="narrow">
      <Card>
        <Stack>
          <span>{t('signInFirst.words')}</span>
          <Group>
            <ButtonLink to="/sign-in" search={{ back }} hash={token}>
              {t('signIn.action')}
            </ButtonLink>
            <ButtonLink to="/sign-up" search={{ back }} hash={token} variant="default">
              {t('signUp.action')}
            </ButtonLink>
          </Group>
        </Stack>
      </Card>
    </Page>
  );
}
