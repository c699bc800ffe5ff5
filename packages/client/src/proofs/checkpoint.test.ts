import { expect, test } from 'vitest';
import { openCheckpoint } from './checkpoint.ts';
import { toHex } from './octets.ts';
import { parseVerifierKey } from './verifier-key.ts';

// The example of docs/formats/audit-log.md: RFC 8032 §7.1, test 1.
const vkey = 'clinic.example/audit/2026+dd5d205b+AddamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea';
const note =
  'clinic.example/audit/2026\n3\nIkD/d9Bt37eRt5F5OgRR5DlZ+QDxYDl90oi4DUVWdGc=\n\n\u2014 clinic.example/audit/2026 3V0gW7NIGskJaZw3G/WHDYS3lypVas+Hvamr8uWyCGSvurLjvVwOmlUoVqgw82UeJEKLe/tQ6fyclW6H6LY5DS96Hgk=\n';

test('the checkpoint of the specification opens', async () => {
  const { origin, size, root } = await openCheckpoint(note, await parseVerifierKey(vkey));
  expect([origin, size, toHex(root)]).toEqual([
    'clinic.example/audit/2026',
    3,
    '2240ff77d06ddfb791b791793a0451e43959f900f160397dd288b80d45567467',
  ]);
});

test('a note with any one character changed does not open', async () => {
  const key = await parseVerifierKey(vkey);
  for (let at = 0; at < note.length; at += 1) {
    const other = note[at] === 'A' ? 'B' : 'A';
    const changed = note.slice(0, at) + other + note.slice(at + 1);
    await expect(openCheckpoint(changed, key), `character ${at}`).rejects.toMatchObject({
      code: 'bad_note',
    });
  }
});

test('a signature beside that of the key is ignored, and one of its own that fails is not', async () => {
  const key = await parseVerifierKey(vkey);
  const beside = `\u2014 witness.example ${btoa('1234'.padEnd(68, 'x'))}\n`;
  expect(await openCheckpoint(note + beside, key)).toMatchObject({ size: 3 });
  const [own = ''] = note.split('\n').slice(-2);
  const failing = own.replace('3V0gW7', '3V0gW8');
  await expect(openCheckpoint(`${note}${failing}\n`, key)).rejects.toMatchObject({
    code: 'bad_note',
  });
});

test.each([
  ['an altered id', vkey.replace('dd5d205b', 'dd5d205c')],
  ['an altered name', vkey.replace('2026', '2027')],
  ['an altered key', vkey.replace('AddamA', 'AddamB')],
  ['another kind of key', vkey.replace('+Add', '+Bdd')],
  ['nothing', ''],
])('a verifier key with %s is refused', async (_what, text) => {
  await expect(parseVerifierKey(text)).rejects.toMatchObject({ code: 'bad_key' });
});
