import type { ReplyOf, readConsentHistory } from '@wardkeep/contract';
import type { ReactNode } from 'react';
import { Card } from '../../ui/card.tsx';
import { useFormat } from '../../ui/format.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { useText, type MessageKey } from '../../ui/text.ts';
import classes from './consent-history.module.css';
import { useConsentHistory } from './consent-query.ts';
import { isNothing, surplus } from './terms-rules.ts';
import { type TermsWords, useTermsWords } from './terms-words.ts';

type Version = ReplyOf<typeof readConsentHistory>['versions'][number];

/** What a consent was, newest first. */
export function ConsentHistory({ consentId }: { readonly consentId: string }): ReactNode {
  const t = useText();
  const query = useConsentHistory(consentId);
  return (
    <Card title={t('consent.history')}>
      <Loaded query={query} skeleton={[48, 48]}>
        {({ versions }) => (
          <ol className={classes.list}>
            {versions.map((version, place) => (
              <Step key={version.version} version={version} before={versions[place + 1]} />
            ))}
          </ol>
        )}
      </Loaded>
    </Card>
  );
}

interface StepProps {
  readonly version: Version;
  readonly before: Version | undefined;
}

function Step({ version, before }: StepProps): ReactNode {
  const t = useText();
  const format = useFormat();
  const words = useTermsWords();
  const details = before ? changes(words, version, before) : first(words, version);
  const title: MessageKey =
    before?.state === version.state
      ? 'consent.history.changed'
      : `consent.history.${version.state}`;
  return (
    <li className={classes.step}>
      <strong>{t(title)}</strong>
      <time dateTime={version.at} className={classes.time}>
        {format.dateTime(version.at)}
      </time>
      {details.first.length > 0 && <p className={classes.detail}>{details.first.join(' · ')}</p>}
      {details.less.length > 0 && (
        <p className={classes.detail}>
          {t('consent.history.less', { list: details.less.join(' · ') })}
        </p>
      )}
      {details.more.length > 0 && (
        <p className={classes.detail}>
          {t('consent.history.more', { list: details.more.join(' · ') })}
        </p>
      )}
    </li>
  );
}

function changes(words: TermsWords, version: Version, before: Version) {
  const more = surplus(version, before);
  const less = surplus(before, version);
  return {
    first: [],
    more: isNothing(more) ? [] : words.part(more),
    less: isNothing(less) ? [] : words.part(less),
  };
}

function first(words: TermsWords, { terms, until }: Version) {
  return { first: [...words.lines(terms), words.until(until)], more: [], less: [] };
}
