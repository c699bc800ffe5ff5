import {
  type ConsentTerms,
  RECORD_KINDS,
  type RecordKind,
  SENSITIVITIES,
  type Sensitivity,
} from '@wardkeep/contract';
import { useMemo } from 'react';
import { type Format, useFormat } from '../../ui/format.ts';
import { type Text, useText } from '../../ui/text.ts';
import type { TermsPart } from './terms-rules.ts';

/** Terms in words that a family understands, each a sentence or a line. */
export interface TermsWords {
  readonly lines: (terms: ConsentTerms) => readonly string[];
  readonly until: (until: string | null) => string;
  /** What is added or taken away, one line each. */
  readonly part: (part: TermsPart) => readonly string[];
}

export function useTermsWords(): TermsWords {
  const t = useText();
  const format = useFormat();
  return useMemo(
    () => ({
      lines: (terms) => [
        kindsLine(t, format, terms.kinds),
        sensitiveLine(t, format, terms.sensitivities),
        t(RIGHTS[`${terms.mayWrite}-${terms.mayShare}`]),
      ],
      until: (until) =>
        until === null ? t('terms.until.none') : t('terms.until', { date: format.date(until) }),
      part: (part) => partLines(t, format, part),
    }),
    [t, format],
  );
}

const RIGHTS = {
  'false-false': 'terms.rights.look',
  'true-false': 'terms.rights.write',
  'false-true': 'terms.rights.share',
  'true-true': 'terms.rights.writeShare',
} as const;

/** As many may be left out before the list of what is in gets shorter. */
const LEFT_OUT_MOST = 4;

function kindsLine(t: Text, format: Format, kinds: readonly RecordKind[]): string {
  const left = RECORD_KINDS.filter((kind) => !kinds.includes(kind));
  if (left.length === 0) return t('terms.kinds.all');
  const names = (list: readonly RecordKind[]) =>
    format.list(list.map((kind) => t(`recordKind.${kind}`)));
  return left.length <= LEFT_OUT_MOST
    ? t('terms.kinds.but', { list: names(left) })
    : t('terms.kinds.some', { list: names(RECORD_KINDS.filter((kind) => kinds.includes(kind))) });
}

function sensitiveLine(t: Text, format: Format, sensitivities: readonly Sensitivity[]): string {
  if (sensitivities.length === 0) return t('terms.sensitive.none');
  if (sensitivities.length === SENSITIVITIES.length) return t('terms.sensitive.all');
  return t('terms.sensitive.some', { list: sensitivityNames(t, format, sensitivities) });
}

function sensitivityNames(t: Text, format: Format, list: readonly Sensitivity[]): string {
  return format.list(list.map((one) => t(`sensitivity.${one}`)));
}

function partLines(t: Text, format: Format, part: TermsPart): readonly string[] {
  const { kinds, sensitivities } = part;
  const lines = [
    kinds.length > 0 && format.list(kinds.map((kind) => t(`recordKind.${kind}`))),
    sensitivities.length > 0 &&
      t('terms.part.sensitive', { list: sensitivityNames(t, format, sensitivities) }),
    part.mayWrite && t('terms.part.write'),
    part.mayShare && t('terms.part.share'),
    part.time && t('terms.part.time'),
  ];
  return lines.filter((line) => line !== false);
}
