/** Compiled, never run: each `@ts-expect-error` is a mistake that must not compile. */
import type { Schema, StoredJson } from './schema.ts';

declare function store(sealed: Schema['resource_current']['sealed']): void;
declare function storeProfile(sealed: Schema['account']['profile']): void;
declare const sealedResource: Schema['resource_current']['sealed'];
declare const resource: StoredJson;

export function mistakes(): void {
  store(sealedResource);
  // @ts-expect-error -- a plaintext object in a sealed column
  store(resource);
  // @ts-expect-error -- text in a sealed column
  store(JSON.stringify(resource));
  // @ts-expect-error -- bytes that nobody sealed
  store(Buffer.from('Patient'));
  // @ts-expect-error -- an account's name in the open
  storeProfile({ email: '', displayName: '' });
  // @ts-expect-error -- what was sealed as one thing, stored as another
  storeProfile(sealedResource);
}
