import { Button, Stack } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { IconCircleCheck } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { Card } from '../../ui/card.tsx';
import { Empty } from '../../ui/empty.tsx';
import { ButtonLink } from '../../ui/links.tsx';
import { Page } from '../../ui/page.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { useText } from '../../ui/text.ts';
import { LinkIncomplete } from './link-incomplete.tsx';

interface LinkActionPageProps {
  /** The part of the link after `#`; empty when it was cut off. */
  readonly token: string;
  readonly title: string;
  /** What the button does. */
  readonly lead: string;
  readonly action: string;
  readonly done: { readonly title: string; readonly words: string };
  readonly onPress: (token: string) => Promise<unknown>;
}

/** A link from an e-mail with one button: opening it does nothing yet, for mail programs open links by themselves. */
export function LinkActionPage(props: LinkActionPageProps): ReactNode {
  const t = useText();
  const { token, title, done } = props;
  const attempt = useMutation({ mutationFn: () => props.onPress(token) });
  if (attempt.isSuccess) {
    return (
      <Page key="done" title={title} width="narrow">
        <Empty
          icon={<IconCircleCheck size={28} />}
          title={done.title}
          actions={<ButtonLink to="/">{t('app.toStart')}</ButtonLink>}
        >
          {done.words}
        </Empty>
      </Page>
    );
  }
  return (
    <Page title={title} lead={props.lead} width="narrow">
      {token === '' ? (
        <LinkIncomplete>{t('link.mail.incomplete')}</LinkIncomplete>
      ) : (
        <Card>
          <Stack>
            <ProblemAlert error={attempt.error} />
            <Button size="md" loading={attempt.isPending} onClick={() => attempt.mutate()}>
              {props.action}
            </Button>
          </Stack>
        </Card>
      )}
    </Page>
  );
}
