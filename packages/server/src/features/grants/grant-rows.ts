import type { GrantKind } from '@wardkeep/contract';
import type { GrantDetail, GrantState } from '../../db/schema.ts';

/** A grant as it is in the open; what it covers is in its detail. */
export interface GrantRow {
  readonly patientId: string;
  readonly grantId: string;
  readonly kind: GrantKind;
  readonly state: GrantState;
  readonly granteeId: string | null;
  readonly organisationId: string | null;
  /** Of the team's grant, for a colleague's. */
  readonly parentId: string | null;
  readonly pseudonym: string | null;
  readonly version: number;
  readonly validFrom: Date;
  readonly validUntil: Date | null;
  readonly createdAt: Date;
}

export interface Grant extends GrantRow {
  readonly detail: GrantDetail;
}
