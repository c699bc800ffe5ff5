import { Alert, Button, Code, List, Text as Words } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { ClientError, ProblemError } from '@wardkeep/client';
import type { ReactNode } from 'react';
import { type Text, useText } from './text.ts';

interface ProblemAlertProps {
  readonly error: unknown;
  readonly title?: string;
  readonly onRetry?: () => void;
}

/** What went wrong and what to do, in the reader's words. Nothing when there is no error. */
export function ProblemAlert({ error, title, onRetry }: ProblemAlertProps): ReactNode {
  const t = useText();
  if (!error) return null;
  return (
    <Alert
      role="alert"
      color="wax"
      variant="light"
      icon={<IconAlertTriangle size={20} />}
      title={title ?? t('problem.title')}
    >
      <Words size="sm">{problemText(t, error)}</Words>
      <Where error={error} />
      {onRetry && (
        <Button mt="sm" size="xs" variant="default" onClick={onRetry}>
          {t('problem.tryAgain')}
        </Button>
      )}
    </Alert>
  );
}

/** One sentence from the catalogue for any refusal; the server's own text is for programmers. */
export function problemText(t: Text, error: unknown): string {
  if (error instanceof ProblemError) return t(`problem.${error.code}`);
  if (error instanceof ClientError) return t(`problem.client.${error.code}`);
  return t('problem.internal');
}

const SHOWN = 5;

/** The places that the server named, and the number under which its log holds the request. */
function Where({ error }: { readonly error: unknown }): ReactNode {
  const t = useText();
  if (!(error instanceof ProblemError)) return null;
  const { errors = [], requestId, code, detail } = error.problem;
  const technical = code === 'unresolved_reference' || code === 'validation_failed';
  return (
    <>
      {technical && (
        <List size="sm" mt="xs">
          {errors.slice(0, SHOWN).map(({ path, message }) => (
            <List.Item key={`${path} ${message}`}>
              <Code>{path}</Code> <span lang="en">{message}</span>
            </List.Item>
          ))}
          {errors.length === 0 && <List.Item lang="en">{detail}</List.Item>}
        </List>
      )}
      {code === 'internal' && (
        <Words size="xs" mt="xs">
          {t('problem.requestId', { requestId })}
        </Words>
      )}
    </>
  );
}
