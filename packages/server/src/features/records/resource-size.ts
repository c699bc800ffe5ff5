import { Refusal } from '../../gate/index.ts';
import type { StoredJson } from '../../db/schema.ts';
import type { StoredRecord } from './record-store.ts';

/** 1 MiB of resource; the rest is for ids, references and `meta` as they are here, and for the seal. */
const SEALED_BYTES_MOST = (1024 + 64) * 1024;

/** Before anything is checked that takes longer the more there is. @throws {@link Refusal} `validation_failed`. */
export function sizeOrRefuse(resource: StoredJson, path: string): number {
  const bytes = Buffer.byteLength(JSON.stringify(resource));
  if (bytes > SEALED_BYTES_MOST) throw tooLarge(path);
  return bytes;
}

/** As it would be stored. @throws {@link Refusal} `validation_failed`. */
export function refuseTooLarge({ sealed }: Pick<StoredRecord, 'sealed'>, path: string): void {
  if (sealed.byteLength > SEALED_BYTES_MOST) throw tooLarge(path);
}

function tooLarge(path: string): Refusal {
  return new Refusal('validation_failed', 'A resource is too large. Nothing was stored.', {
    errors: [{ path, message: 'must be at most 1 MiB: attach large content as a document' }],
  });
}
