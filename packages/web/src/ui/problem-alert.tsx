import { Alert, Button, Code, List, Text as Words } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { ClientError, ProblemError } from '@wardkeep/client';
import type { ProblemCode } from '@wardkeep/contract';
import type { ReactNode } from 'react';
import { type Text, useText } from './text.ts';

interface ProblemAlertProps {
  readonly error: unknown;
  readonly title?: string;
  /** What a code means here, where it means something more exact than elsewhere. */
  readonly words?: RefusalWords;
  readonly onRetry?: () => void;
}

export type RefusalWords = Partial<Record<ProblemCode, string>>;

/** What went wrong and what to do, in the reader's words. Nothing when there is no error. */
export function ProblemAlert({ error, title, words, onRetry }: ProblemAlertProps): ReactNode {
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
      <Words size="sm">{wordsHere(error, words) ?? problemText(t, error)}</Words>
      <Where error={error} />
      {onRetry && (
        <Button mt="sm" size="xs" variant="default" onClick={onRetry}>
          {t('problem.tryAgain')}
        </Button>
      )}
    </Alert>
  );
}

function wordsHere(error: unknown, words: RefusalWords = {}): string | undefined {
  return error instanceof ProblemError ? words[error.code] : undefined;
}

/** One sentence from the catalogue for any refusal; the server's own text is for programmers. */
export function problemText(t: Text, error: unknown): string {
  if (error instanceof ProblemError) return refusalText(t, error);
  if (error instanceof ClientError) return t(`problem.client.${error.code}`);
  return t('problem.internal');
}

function refusalText(t: Text, { code, retryAfterSeconds }: ProblemError): string {
  if (code !== 'too_many_requests' || retryAfterSeconds === null) return t(`problem.${code}`);
  const minutes = Math.max(1, Math.ceil(retryAfterSeconds / 60));
  return t('problem.too_many_requests.wait', { minutes });
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
