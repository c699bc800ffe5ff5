import type { TokenPlace } from './pkcs11-token.ts';
import type { Verdict } from './service-failure.ts';

/** What the provider asks of its process, which holds the module: one at a time, in order. */
export type TokenRequest =
  | { readonly id: number; readonly kind: 'load'; readonly module: string }
  | {
      readonly id: number;
      readonly kind: 'seal' | 'open';
      readonly place: TokenPlace;
      readonly bytes: Uint8Array;
      readonly aad: Uint8Array;
    }
  | { readonly id: number; readonly kind: 'generate'; readonly place: TokenPlace };

export type TokenReply =
  | { readonly id: number; readonly kind: 'done'; readonly bytes?: Uint8Array }
  | {
      readonly id: number;
      readonly kind: 'failed';
      readonly verdict: Verdict | 'unsupported' | 'bad_input';
      readonly detail: string;
    };
