import { useMemo } from 'react';
import { useFormat } from '../../ui/format.ts';
import { useText } from '../../ui/text.ts';
import { type EmergencyAccess, reviewStateOf } from './access-rules.ts';

/** An emergency access, one line each. */
export interface AccessWords {
  /** `Demo Provider (provider, Demo Clinic)`. */
  readonly who: (access: Pick<EmergencyAccess, 'by'>) => string;
  readonly when: (access: Pick<EmergencyAccess, 'openedAt' | 'until' | 'endedAt'>) => string;
  readonly why: (access: Pick<EmergencyAccess, 'reason' | 'words'>) => string;
  readonly count: (access: Pick<EmergencyAccess, 'accesses'>) => string;
  readonly review: (access: EmergencyAccess) => string;
}

export function useAccessWords(): AccessWords {
  const t = useText();
  const format = useFormat();
  return useMemo(
    () => ({
      who: ({ by }) => {
        const name = by.displayName ?? t('emergencies.gone');
        const about = [by.role && t(`role.${by.role}`), by.organisation].filter(Boolean);
        return about.length === 0 ? name : `${name} (${about.join(', ')})`;
      },
      when: ({ openedAt, until, endedAt }) =>
        t('emergencies.when', {
          from: format.dateTime(openedAt),
          until: format.time(endedAt ?? until),
        }),
      why: ({ reason, words }) =>
        t('emergencies.why', { reason: t(`emergency.reason.${reason}`), words }),
      count: ({ accesses }) => t('emergencies.count', { count: accesses }),
      review: (access) => {
        const state = reviewStateOf(access);
        const due = format.dateTime(access.reviewDueAt);
        const on = format.date(access.reviewedAt ?? access.disputedAt ?? access.openedAt);
        return t(`emergencies.review.${state}`, { due, on });
      },
    }),
    [t, format],
  );
}
