// Compiled by the type check, never run: each directive below fails the check if its line compiles.
import type { KeyId, Sealed, WrappedKey } from './index.ts';

declare const bytes: Uint8Array;
declare const sealedNumber: Sealed<number>;

export const ours: Sealed<number> = sealedNumber;
export const asBytes: Uint8Array = sealedNumber;
export const ofAnything: Sealed<unknown> = sealedNumber;

// @ts-expect-error bytes are not sealed because somebody says so
export const fromBytes: Sealed<number> = bytes;
// @ts-expect-error a Buffer is not sealed either
export const fromBuffer: Sealed<number> = Buffer.alloc(64);
// @ts-expect-error a plain value is not sealed
export const fromObject: Sealed<object> = { name: 'content' };
// @ts-expect-error text is not sealed
export const fromText: Sealed<string> = 'content';
// @ts-expect-error a sealed number is not a sealed text
export const ofAnother: Sealed<string> = sealedNumber;
// @ts-expect-error a sealed value is not a wrapped key
export const asKey: WrappedKey = sealedNumber;
// @ts-expect-error any text is not a key id
export const keyId: KeyId = '00000000000000000000000000000000';
