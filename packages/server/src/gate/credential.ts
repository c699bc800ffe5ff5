import type { ProofMethod, Role, SessionNeeds } from '@wardkeep/contract';

/** What a request brought to show who asks; nothing of it has been compared with the database yet. */
export type Credential =
  | { readonly kind: 'none' }
  | {
      readonly kind: 'session';
      readonly personId: string;
      readonly sessionId: string;
      /** Of the access token that was shown. */
      readonly accessExpiresAt?: Date;
    }
  | { readonly kind: 'share'; readonly tokenHash: Buffer };

/** Who asks, as the database knew it in this very transaction. */
export type Caller =
  | { readonly kind: 'nobody' }
  /** Whoever may open the control socket: keys and the system, never anybody's data. */
  | { readonly kind: 'operator' }
  | {
      readonly kind: 'person';
      readonly personId: string;
      readonly sessionId: string;
      readonly role: Role;
      /** What the session lacks before it may do what the role may. */
      readonly needs: SessionNeeds;
      readonly methods: readonly ProofMethod[];
      /** When the newest proof was given. */
      readonly provedAt: Date;
      readonly deviceId: string;
      readonly sessionExpiresAt: Date;
      /** They ask from where their role may not be signed in. */
      readonly isElsewhere?: true;
    }
  | { readonly kind: 'share-holder'; readonly share: ShareFacts };

export interface ShareFacts {
  /** Of the link that was shown. */
  readonly linkHash: Buffer;
  readonly shareId: string;
  readonly ownerId: string;
  /** JWE; its content decides what may be read. */
  readonly token: string;
  readonly expiresAt: Date;
  readonly revokedAt: Date | null;
  readonly opened: number;
  readonly opensMost: number | null;
}
