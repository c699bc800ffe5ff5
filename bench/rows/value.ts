import { randomBytes } from 'node:crypto';
import {
  openBytes,
  openValue,
  sealBytes,
  sealValue,
  SecretKey,
} from '../../packages/crypto/src/index.ts';
import { measure, speedRow, type Case, type Sample } from '../measure.ts';
import { peer } from '../peers.ts';
import { rawOpen, rawSeal } from '../raw-value.ts';
import type { Log, Row, RowGroup } from '../row.ts';
import { loadAwsEsdk, loadCloak, loadJose, type ValuePeer } from '../value-peers.ts';

const sizes = [32, 256, 4096];
const works = ['seal', 'open'] as const;
const peers = [
  // The first stands in the row without a suffix.
  { suffix: '', name: '@47ng/cloak', load: loadCloak },
  { suffix: '/aws-esdk', name: 'AWS Encryption SDK', load: () => loadAwsEsdk(true) },
  {
    suffix: '/aws-esdk-unsigned',
    name: 'AWS Encryption SDK without signatures',
    load: () => loadAwsEsdk(false),
  },
  { suffix: '/jose', name: 'jose JWE dir A256GCM', load: loadJose },
];

/** One value, as bytes and (`-json`) as the product stores it: an object that becomes JSON. */
export const valueRows: RowGroup = {
  names: works.flatMap((work) =>
    sizes.flatMap((size) => [
      ...peers.map(({ suffix }) => `crypto/value-${work}-${size}${suffix}`),
      `crypto/value-${work}-json-${size}`,
    ]),
  ),
  async run(wanted, log) {
    const loaded: LoadedPeer[] = [];
    for (const { suffix, name, load } of peers) {
      const found = await peer(name, log, load);
      loaded.push({ suffix, name: found.name, peer: found.cases });
    }
    const rows: Row[] = [];
    for (const work of works) {
      for (const size of sizes) {
        const name = `crypto/value-${work}-${size}`;
        if (wanted(name)) rows.push(...(await bytesRows(work, size, loaded, log)));
        const json = `crypto/value-${work}-json-${size}`;
        if (wanted(json)) rows.push(await jsonRow(json, work, size));
      }
    }
    return rows;
  },
};

type Work = (typeof works)[number];
type LoadedPeer = { suffix: string; name: string; peer: ValuePeer | undefined };

const key = SecretKey.generate();
// As long as the product's own: a purpose, a random owner, a type, an id and a version.
const place = {
  purpose: 'person-chart',
  owner: '0f8b2c1d4e5f60718293a4b5c6d7e8f9',
  name: 'Observation/8c1f2a3b4d5e/3',
};

async function bytesRows(
  work: Work,
  size: number,
  loaded: readonly LoadedPeer[],
  log: Log,
): Promise<Row[]> {
  const name = `crypto/value-${work}-${size}`;
  log(name);
  const bytes = randomBytes(size);
  const ours = sealBytes(key, place, bytes);
  const raw = rawSeal(bytes);
  const cases: Record<string, Case> = {
    ours: work === 'seal' ? () => sealBytes(key, place, bytes) : () => openBytes(key, place, ours),
    limit: work === 'seal' ? () => rawSeal(bytes) : () => rawOpen(raw),
  };
  for (const { suffix, peer } of loaded) {
    if (peer) cases[`peer${suffix}`] = (await peer(bytes))[work];
  }
  const samples: Record<string, Sample> = await measure(cases, { rounds: 25, milliseconds: 50 });
  const { ours: oursSample, limit } = samples;
  if (!oursSample) throw new Error('Our own case is always measured.');
  return loaded.map(({ suffix, name: peerName }) =>
    speedRow(`${name}${suffix}`, {
      ours: oursSample,
      limit,
      peer: samples[`peer${suffix}`],
      peerName,
    }),
  );
}

/** The limit does the same JSON and then the same cipher. */
async function jsonRow(name: string, work: Work, size: number): Promise<Row> {
  const value = { resourceType: 'Observation', text: 'a'.repeat(Math.max(0, size - 42)) };
  const text = JSON.stringify(value);
  const ours = sealValue(key, place, value);
  const raw = rawSeal(Buffer.from(text));
  const cases =
    work === 'seal'
      ? {
          ours: () => sealValue(key, place, value),
          limit: () => rawSeal(Buffer.from(JSON.stringify(value))),
        }
      : {
          ours: () => openValue(key, place, ours),
          limit: (): unknown => JSON.parse(rawOpen(raw).toString()),
        };
  const samples = await measure(cases, { rounds: 25, milliseconds: 50 });
  return speedRow(name, { ...samples, note: `${text.length} bytes of JSON` });
}
