import type { GrantKind } from '@wardkeep/contract';
import type { Sealed } from '@wardkeep/crypto';
import type { GrantDetail } from '../db/schema.ts';

/** Somebody was let in to somebody else's chart, as far as it is in the open. Its MAC has been checked. */
export interface GrantFacts {
  readonly patientId: string;
  readonly grantId: string;
  readonly kind: GrantKind;
  /** Not accepted yet: its link was shown with this request. */
  readonly isOffered: boolean;
  readonly version: number;
  readonly validFrom: Date;
  readonly validUntil: Date | null;
  readonly sealed: Sealed<GrantDetail>;
}

/** With what it covers. */
export interface OpenedGrant extends GrantFacts {
  readonly detail: GrantDetail;
}

/** Which offer's link was shown; the route has opened its token. */
export interface ShownOffer {
  readonly patientId: string;
  readonly grantId: string;
}
