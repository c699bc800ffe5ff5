import type { Role } from '@wardkeep/contract';

/** What a request brought to show who asks; nothing of it has been compared with the database yet. */
export type Credential =
  | { readonly kind: 'none' }
  | { readonly kind: 'session'; readonly personId: string; readonly sessionId: string }
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
      readonly sessionExpiresAt: Date;
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
