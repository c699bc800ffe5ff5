import { createHash, createPrivateKey, sign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { openCheckpoint, signCheckpoint } from './checkpoint.ts';
import { commitmentOf, leafBytes, logOf } from './leaf.ts';
import { Frontier, leafHash } from './merkle.ts';
import { signNote, verifierKey } from './signed-note.ts';

// The example of docs/formats/audit-log.md. Its values were computed with Python's hashlib and OpenSSL alone.
const document = readFileSync(
  resolve(import.meta.dirname, '../../../../docs/formats/audit-log.md'),
  'utf8',
);
const publicKey = Buffer.from(
  'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
  'hex',
);
const rfc8032Key = createPrivateKey({
  key: Buffer.from(
    '302e020100300506032b657004220420' +
      '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60',
    'hex',
  ),
  format: 'der',
  type: 'pkcs8',
});
const checkpointKey = { name: 'clinic.example/audit', publicKey };

test('the documented leaves, commitments and hashes are those that the code makes', () => {
  const expected = [
    [
      '7776f3f2a2140c5716e53505aabb89df1268e8f2c1bcf4bb03e58f7c5b0a726f',
      '46f17635adb8d07a0cc2234634583dd6380b82e6e81fdb2a4973dd732cce17b2',
    ],
    [
      '184881a1d0aa68b2347c5a9ed1dbbbf9ffef145be0608430a43e87adc7a4a24e',
      'c0a80320a14d57e8aba72898bbb0abe1cb156eda211c2da7121d3fe4a6b73541',
    ],
    [
      '54aa735abee02774e1c13657caec55517c36987d0080cd676b98fd4312cd6dbd',
      'fa526bf1594a30802a7df9dd209ad77931ca1e8dfe324f73392599328efe610e',
    ],
  ];
  for (const [at, [commitment, hash]] of expected.entries()) {
    expect(exampleCommitment(at).toString('hex')).toBe(commitment);
    const leaf = exampleLeaf(at);
    expect(leafHash(leaf).toString('hex')).toBe(hash);
    for (const value of [leaf.toString(), commitment, hash]) expect(document).toContain(value);
  }
});

test('the documented checkpoint is byte for byte the one that the code signs', () => {
  const frontier = new Frontier();
  for (const at of [0, 1, 2]) frontier.append(leafHash(exampleLeaf(at)));
  const unused = () => {
    throw new Error('a checkpoint needs only the signature');
  };
  const keys = {
    sealCore: unused,
    sealDetail: unused,
    actorIndex: unused,
    subjectIndex: unused,
    addressIndex: unused,
    signCheckpoint: (text: Uint8Array) => sign(null, text, rfc8032Key),
    checkpointKey,
  };
  const root = frontier.root();
  expect(root.toString('hex')).toBe(
    '2240ff77d06ddfb791b791793a0451e43959f900f160397dd288b80d45567467',
  );
  const note = signCheckpoint(keys, '2026', { size: 3, root });
  expect(document).toContain(note);
  const signer = { name: 'clinic.example/audit/2026', publicKey };
  expect(document).toContain(verifierKey(signer));
  expect(openCheckpoint(note, checkpointKey, '2026').size).toBe(3);
  expect(signNote('x\n', signer, keys.signCheckpoint)).not.toBe(note);
});

test('a destroyed half leaves its hash, and the commitment stays the same', () => {
  const whole = commitmentOf(half(0x10, 'sealed core 0'), half(0x20, 'sealed detail 0'));
  const hash = createHash('sha256')
    .update(Buffer.alloc(32, 0x20))
    .update('sealed detail 0')
    .digest();
  expect(commitmentOf(half(0x10, 'sealed core 0'), { hash })).toEqual(whole);
  expect(commitmentOf(half(0x11, 'sealed core 0'), { hash })).not.toEqual(whole);
});

test('an event belongs to the UTC year of its id', () => {
  expect(logOf('01a1ee56-5e00-7000-8000-000000000001')).toBe('2026');
  expect(logOf(firstIdOf(Date.UTC(2026, 0, 1) - 1))).toBe('2025');
  expect(logOf(firstIdOf(Date.UTC(2026, 0, 1)))).toBe('2026');
});

/** 48 bits of milliseconds open a UUIDv7 (RFC 9562 §5.7). */
function firstIdOf(ms: number): string {
  const stamp = ms.toString(16).padStart(12, '0');
  return `${stamp.slice(0, 8)}-${stamp.slice(8)}-7000-8000-000000000000`;
}

function exampleLeaf(at: number): Buffer {
  return leafBytes({
    eventId: `01a1ee56-5e00-7000-8000-00000000000${at + 1}`,
    occurredAtMs: 1_795_000_000_000 + at,
    action: ['record.read', 'share.create', 'session.sign-in'][at] ?? '',
    outcome: (['success', 'refused', 'failed'] as const)[at] ?? 'failed',
    commitment: exampleCommitment(at),
  });
}

function exampleCommitment(at: number): Buffer {
  return commitmentOf(half(0x10 + at, `sealed core ${at}`), half(0x20 + at, `sealed detail ${at}`));
}

function half(salt: number, sealed: string): { salt: Buffer; sealed: Buffer } {
  return { salt: Buffer.alloc(32, salt), sealed: Buffer.from(sealed) };
}
