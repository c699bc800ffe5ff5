import type { Config } from '../config/read-config.ts';
import type { Tx } from '../db/tx.ts';
import type { Gate } from '../gate/index.ts';
import {
  ErasureError,
  cancelErasure,
  confirmErasure,
  requestErasure,
  type ErasureErrorCode,
} from './erasure/index.ts';
import { readOwnCertificate } from './own-certificate.ts';

type Outcome = 'done' | 'legal_hold' | 'erasure_waiting' | 'nothing';

const HOUR_MS = 3_600_000;

/** What a person's own steps do, for the routes: an error that a person can cause becomes an outcome. */
export function ownErasure(parts: {
  readonly config: Pick<Config, 'erasureWaitingDays' | 'rotationHours' | 'backupRetentionDays'>;
  /** Routes are only served while there is one. */
  readonly gate: () => Gate;
  /** Never throws; what it misses is found by the next look. */
  readonly begin: (personId: string) => void;
}) {
  const { erasureWaitingDays: waitingDays, rotationHours, backupRetentionDays } = parts.config;
  const keptMs = (rotationHours + backupRetentionDays * 24) * HOUR_MS;
  return {
    waitingDays,
    backupsGoneBy: (erasedAt: Date) => new Date(erasedAt.getTime() + keptMs),
    request: (tx: Tx, personId: string) =>
      outcomeOf(requestErasure(parts.gate(), tx, { personId, by: 'self', waitingDays })),
    cancel: (tx: Tx, personId: string) => outcomeOf(cancelErasure(parts.gate(), tx, personId)),
    confirm: (tx: Tx, personId: string) => outcomeOf(confirmErasure(parts.gate(), tx, personId)),
    certificate: async (tx: Tx, personId: string) => {
      const found = await readOwnCertificate(parts.gate(), tx, personId);
      return (
        found && {
          certificateId: found.reportId,
          createdAt: found.createdAt.toISOString(),
          note: found.note,
        }
      );
    },
    begin: parts.begin,
  };
}

/** A step that answers `false` had nothing to do. */
async function outcomeOf(step: Promise<unknown>): Promise<Outcome> {
  try {
    return (await step) === false ? 'nothing' : 'done';
  } catch (error) {
    if (!(error instanceof ErasureError)) throw error;
    return OUTCOMES[error.code];
  }
}

const OUTCOMES: Readonly<Record<ErasureErrorCode, Outcome>> = {
  account_altered: 'nothing',
  erasure_begun: 'nothing',
  erasure_waiting: 'erasure_waiting',
  legal_hold: 'legal_hold',
  not_confirmed: 'nothing',
  unknown_person: 'nothing',
};
