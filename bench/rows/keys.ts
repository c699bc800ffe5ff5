import { randomBytes } from 'node:crypto';
import { SecretKey, unwrapKey, wrapKey } from '../../packages/crypto/src/index.ts';
import { KeyCache } from '../../packages/server/src/vault/key-cache.ts';
import { measure, speedRow } from '../measure.ts';
import type { Row, RowGroup } from '../row.ts';

/** Getting a person's key: remembered, and unwrapped anew. */
export const keyRows: RowGroup = {
  names: ['keys/cache-hit', 'keys/cache-miss'],
  async run(wanted, log) {
    log('keys/cache-hit, keys/cache-miss');
    const { hit, miss, map, unwrap } = await measure(cases(), { rounds: 25, milliseconds: 50 });
    const rows: Row[] = [
      speedRow('keys/cache-hit', { ours: hit, limit: map, note: 'limit: Map.get' }),
      speedRow('keys/cache-miss', { ours: miss, limit: unwrap, note: 'limit: unwrapKey alone' }),
    ];
    return rows.filter(({ name }) => wanted(name));
  },
};

const people = 1000;

function cases(): Record<'hit' | 'miss' | 'map' | 'unwrap', () => unknown> {
  const epoch = SecretKey.generate();
  const persons = Array.from({ length: people }, () => {
    const id = randomBytes(16).toString('hex');
    const identity = { purpose: 'person-chart', owner: id, name: 'v1' };
    return { id, identity, wrapped: wrapKey(epoch, SecretKey.generate(), identity) };
  });
  const limits = { entries: people, ttlMs: 60_000 };
  const warm = new KeyCache(limits, Date.now);
  const cold = new KeyCache({ ...limits, ttlMs: -1 }, Date.now);
  const map = new Map(persons.map(({ id }) => [id, id]));
  let turn = 0;
  const person = () => persons[(turn = (turn + 1) % people)] ?? persons[0];
  const get = (cache: KeyCache) => {
    const one = person();
    return one && cache.get(one.id, one.id, () => unwrapKey(epoch, one.wrapped, one.identity));
  };
  for (let i = 0; i < people; i += 1) get(warm);
  return {
    hit: () => get(warm),
    miss: () => get(cold),
    map: () => map.get(person()?.id ?? ''),
    unwrap: () => {
      const one = person();
      if (one) unwrapKey(epoch, one.wrapped, one.identity);
    },
  };
}
