import { Refusal } from '../../gate/index.ts';
import type { StoredJson } from '../../db/schema.ts';
import type { StoredRecord } from './record-store.ts';

/** 1 MiB of resource; the rest is for ids, references and `meta` as they are here, and for the seal. */
const SEALED_BYTES_MOST = (1024 + 64) * 1024;

/** Before anything is checked that takes longer the more there is. @throws {@link Refusal} `validation_failed`. */
export function sizeOrRefuse(resource: StoredJson, path: string): number {
  const bytes = jsonBytesOf(resource);
  if (bytes > SEALED_BYTES_MOST) throw tooLarge(path);
  return bytes;
}

/** JSON writes a character in six bytes at most. */
const BYTES_A_CHARACTER_MOST = 6;

/** How many bytes its JSON has: about, of a small one, which nobody has to know exactly and most are. */
export function jsonBytesOf(resource: StoredJson): number {
  const characters = charactersIn(resource);
  if (characters * BYTES_A_CHARACTER_MOST < SEALED_BYTES_MOST / 2) return characters;
  return Buffer.byteLength(JSON.stringify(resource));
}

const CHARACTERS_OF_A_NUMBER = 24;

/** With quotes, commas and colons, before anything is escaped. */
function charactersIn(value: unknown): number {
  if (typeof value === 'string') return value.length + 3;
  if (typeof value !== 'object' || value === null) return CHARACTERS_OF_A_NUMBER;
  let characters = 2;
  if (Array.isArray(value)) for (const each of value) characters += charactersIn(each);
  else
    for (const [name, each] of Object.entries(value))
      characters += name.length + 3 + charactersIn(each);
  return characters;
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
