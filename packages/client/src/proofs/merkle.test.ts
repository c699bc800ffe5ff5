import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { isConsistent, isIncluded, leafHash } from './merkle.ts';
import { fromBase64, toHex, utf8, type Octets } from './octets.ts';

const vectors = path.resolve(
  import.meta.dirname,
  '../../../../../shared/data/crypto/rfc6962-merkle',
);
const has = isThere(vectors);

interface Probe {
  readonly desc: string;
  readonly wantErr: boolean;
  readonly proof: readonly string[] | null;
  readonly root: string;
  readonly leafHash: string;
  readonly leafIdx: number;
  readonly treeSize: number;
  readonly size1: number;
  readonly size2: number;
  readonly root1: string;
  readonly root2: string;
}

describe('the published probes of RFC 6962 proofs', () => {
  const told = has ? '' : ' (SKIPPED: ../shared/data is not there)';

  test.skipIf(!has)(`of inclusion are accepted and refused as they should be${told}`, async () => {
    const probes = probesIn('inclusion');
    const answers = await Promise.all(probes.map(includes));
    expect(answers).toEqual(probes.map(({ desc, wantErr }) => [desc, !wantErr]));
    expect(probes.length).toBeGreaterThan(30);
  });

  test.skipIf(!has)(
    `of consistency are accepted and refused as they should be${told}`,
    async () => {
      const probes = probesIn('consistency');
      const answers = await Promise.all(probes.map(extendsOld));
      expect(answers).toEqual(probes.map(({ desc, wantErr }) => [desc, !wantErr]));
      expect(probes.length).toBeGreaterThan(30);
    },
  );
});

test('a leaf hashes as the specification of the log says', async () => {
  const leaf =
    'wardkeep-audit/1\n01a1ee56-5e00-7000-8000-000000000001\n1795000000000\nrecord.read success\nd3bz8qIUDFcW5TUFqruJ3xJo6PLBvPS7A+WPfFsKcm8=\n';
  expect(toHex(await leafHash(utf8(leaf)))).toBe(
    '46f17635adb8d07a0cc2234634583dd6380b82e6e81fdb2a4973dd732cce17b2',
  );
});

async function includes({ desc, ...probe }: Probe): Promise<[string, boolean]> {
  const { leafIdx: index, treeSize: size, proof } = probe;
  const claim = { index, size, leafHash: octets(probe.leafHash), root: octets(probe.root) };
  return [desc, await isIncluded({ ...claim, proof: (proof ?? []).map(octets) })];
}

async function extendsOld({ desc, ...probe }: Probe): Promise<[string, boolean]> {
  const { size1: oldSize, size2: newSize, proof } = probe;
  const roots = { oldRoot: octets(probe.root1), newRoot: octets(probe.root2) };
  return [
    desc,
    await isConsistent({ oldSize, newSize, ...roots, proof: (proof ?? []).map(octets) }),
  ];
}

function octets(text: string): Octets {
  return fromBase64(text) ?? new Uint8Array();
}

function probesIn(folder: string): readonly Probe[] {
  return readdirSync(path.join(vectors, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.json'))
    .map((file) => JSON.parse(readFileSync(path.join(vectors, folder, file), 'utf8')) as Probe); // as their SOURCE.txt says
}

function isThere(folder: string): boolean {
  try {
    return readdirSync(folder).length > 0;
  } catch {
    return false; // The title of the skipped tests says so.
  }
}
