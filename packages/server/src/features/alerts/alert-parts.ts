import type { Alert, AlertRule, ReplyOf, readDashboard } from '@wardkeep/contract';
import type { AlertDetail } from '../../db/schema.ts';
import type { Tx } from '../../db/tx.ts';
import type { AccountTools } from '../../gate/index.ts';

type Tools = Pick<AccountTools, 'sealing'>;

/** What operations/ knows of alerts; this feature shows it. */
export interface AlertParts {
  list(tx: Tx, tools: Tools): Promise<readonly ListedAlert[]>;
  countOpen(tx: Tx): Promise<number>;
  /** @returns false for an alert that there is not, or no more. */
  acknowledge(
    tx: Tx,
    tools: Tools,
    by: {
      readonly alertId: string;
      readonly personId: string;
      readonly words: string;
      readonly at: Date;
    },
  ): Promise<boolean>;
  figures(
    tx: Tx,
    asked: { readonly now: Date; readonly days: number },
  ): Promise<Omit<ReplyOf<typeof readDashboard>, 'openAlerts'>>;
}

export interface ListedAlert {
  readonly alertId: string;
  readonly rule: AlertRule;
  readonly severity: Alert['severity'];
  readonly firstAt: Date;
  readonly lastAt: Date;
  readonly count: number;
  readonly acknowledgedAt: Date | null;
  readonly acknowledgedBy: string | null;
  /** Undefined for what was altered in the database. */
  readonly detail: AlertDetail | undefined;
}
