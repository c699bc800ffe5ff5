import type { ReactNode } from 'react';
import classes from './part-list.module.css';
import type { TermsPart } from './terms-rules.ts';
import { useTermsWords } from './terms-words.ts';

/** What is added or taken away, a line each. */
export function PartList({ part }: { readonly part: TermsPart }): ReactNode {
  const words = useTermsWords();
  return (
    <ul className={classes.list}>
      {words.part(part).map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  );
}
