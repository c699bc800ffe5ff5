import { uuidV8, type KeyedHashes } from '../vault/index.ts';
import type { Pseudonyms } from './views/deidentified.ts';

/** Nobody can tell a moved date from a true one, and a year of them stays within one. */
const SHIFT_DAYS_MOST = 182;

/**
 * One purpose's pseudonyms of a chart: of a client, of an export. Stable for that purpose; two purposes can't be joined.
 * @param purpose - For example {@link clientPurpose}.
 */
export function pseudonymsOf(hashes: KeyedHashes, purpose: string, patientId: string): Pseudonyms {
  const days = hashes.pseudonym(`${purpose}/days`, patientId).readUInt32BE(0);
  return {
    idOf: (id) => uuidV8(hashes.pseudonym(purpose, id)),
    shiftDays: 1 + (days % SHIFT_DAYS_MOST),
  };
}

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** As one client knows people. */
export function clientPurpose(clientId: string): string {
  return `client/${clientId}`;
}

/** As this client's exports know people: what it exports can't be joined with what it reads. */
export function exportPurpose(clientId: string): string {
  return `export/${clientId}`;
}

/** For people to read and type: 100 bits in Crockford's base 32, five groups of four. */
export function pseudonymText(hashes: KeyedHashes, purpose: string, personId: string): string {
  const bytes = hashes.pseudonym(`${purpose}/text`, personId).subarray(0, 13);
  const bits = BigInt(`0x${bytes.toString('hex')}`) >> 4n;
  const letters = Array.from({ length: 20 }, (_each, place) =>
    ALPHABET.charAt(Number((bits >> BigInt(95 - 5 * place)) & 31n)),
  );
  return (letters.join('').match(/.{4}/g) ?? []).join('-');
}
