import { expect, test } from 'vitest';
import { softwareAuthenticator } from '../../testing/index.ts';
import { answeredChallenge, isSelfContained, transportsOf, userHandle } from './passkey-rules.ts';

const { response } = softwareAuthenticator({ origin: '', rpId: '' }).createCredential({
  challenge: 'Y2g',
  user: { id: '' },
});

test.each([
  ['none', 'dnone', 'gattStmt\xa0', true],
  ['by the new key itself', 'fpacked', 'gattStmt\xa1calg&', true],
  ['by certificates, which name addresses to fetch', 'fpacked', 'gattStmt\xa1cx5c\x81A\x00', false],
  ['of a kind that always has certificates', 'ctpm', 'gattStmt\xa0', false],
])(
  'an attestation %s is checked without asking anybody, or refused',
  (_what, format, statement, may) => {
    const attestationObject = Buffer.from(
      Buffer.from(response.attestationObject, 'base64url')
        .toString('latin1')
        .replace('dnone', format)
        .replace('gattStmt\xa0', statement),
      'latin1',
    ).toString('base64url');
    expect(isSelfContained({ attestationObject })).toBe(may);
  },
);

test('what can’t be read is no attestation and answers no challenge', () => {
  for (const rubbish of [undefined, 7, '', 'oA', 'AA', 'g', 'gYGBgYGBgYGB', {}, []]) {
    expect(isSelfContained({ attestationObject: rubbish })).toBe(false);
    expect(answeredChallenge({ clientDataJSON: rubbish })).toBeUndefined();
  }
  for (const json of ['null', '[]', '"challenge"', '{}', '{"challenge":{}}']) {
    const clientDataJSON = Buffer.from(json).toString('base64url');
    expect(answeredChallenge({ clientDataJSON }), json).toBeUndefined();
  }
  expect(answeredChallenge(response)).toBe('Y2g');
});

test('of what a browser says about transports only names are kept, and not many', () => {
  const transports = ['usb', 7, 'x'.repeat(21), 'NFC', null, ...Array<string>(20).fill('internal')];
  expect(transportsOf({ transports })).toEqual(['usb', ...Array<string>(9).fill('internal')]);
  expect(transportsOf({ transports: 'usb' })).toEqual([]);
});

test('the handle of a person is the 16 bytes of a random id', () => {
  expect(Buffer.from(userHandle('01234567-89ab-4cde-8f01-23456789abcd')).toString('hex')).toBe(
    '0123456789ab4cde8f0123456789abcd',
  );
});
