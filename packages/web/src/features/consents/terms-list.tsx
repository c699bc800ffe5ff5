import { type ConsentTerms, RECORD_KINDS } from '@wardkeep/contract';
import { IconClockHour4, IconEyeCheck, IconLock, IconLockOpen } from '@tabler/icons-react';
import { type ReactNode, useMemo } from 'react';
import { useText } from '../../ui/text.ts';
import { KindIcon } from './kind-icon.tsx';
import classes from './terms-list.module.css';
import { useTermsWords } from './terms-words.ts';

interface TermsListProps {
  readonly terms: ConsentTerms;
  readonly until: string | null;
}

/** Terms at a glance: the kinds with their pictures, the rest in a sentence each. */
export function TermsList({ terms, until }: TermsListProps): ReactNode {
  const t = useText();
  const words = useTermsWords();
  const lines = useMemo(() => words.lines(terms), [words, terms]);
  const [, sensitive, rights] = lines;
  return (
    <div className={classes.terms}>
      <ul className={classes.kinds} aria-label={t('terms.kinds')}>
        {RECORD_KINDS.filter((kind) => terms.kinds.includes(kind)).map((kind) => (
          <li key={kind} className={classes.kind}>
            <span className={classes.icon} aria-hidden="true">
              <KindIcon kind={kind} />
            </span>
            {t(`recordKind.${kind}`)}
          </li>
        ))}
      </ul>
      <ul className={classes.lines}>
        <li>
          {terms.sensitivities.length === 0 ? (
            <IconLock size={20} aria-hidden="true" />
          ) : (
            <IconLockOpen size={20} aria-hidden="true" />
          )}
          {sensitive}
        </li>
        <li>
          <IconEyeCheck size={20} aria-hidden="true" />
          {rights}
        </li>
        <li>
          <IconClockHour4 size={20} aria-hidden="true" />
          {words.until(until)}
        </li>
      </ul>
    </div>
  );
}
