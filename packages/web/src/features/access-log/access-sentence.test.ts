import { setupI18n } from '@lingui/core';
import { compileMessage } from '@lingui/message-utils/compileMessage';
import { ACTIONS, type AccessLogEntry, OPERATOR_ACTIONS } from '@wardkeep/contract';
import { expect, test } from 'vitest';
import { de } from '../../app/messages/de.ts';
import { en } from '../../app/messages/en.ts';
import { createFormat } from '../../ui/format.ts';
import type { Text } from '../../ui/text.ts';
import { accessSentence, isOwnDeed } from './access-sentence.ts';

function sentence(
  locale: 'en' | 'de',
  entry: Partial<AccessLogEntry>,
  isOfficer = false,
  isOwn = true,
): string {
  const i18n = setupI18n({ locale, messages: { [locale]: locale === 'en' ? en : de } });
  i18n.setMessagesCompiler(compileMessage);
  const t: Text = (key, values) => i18n._(key, values ? { ...values } : undefined);
  const format = createFormat(locale, 'UTC');
  const kind = (type: string, count: number) => i18n._(`kind.${type}`, { count });
  const words = {
    format,
    kind,
    label: String,
    code: String,
    yes: '',
    no: '',
    since: String,
    until: String,
  };
  const shareLabel = (id: string) => (id === 'known' ? 'Dr. A' : undefined);
  return accessSentence({ ...READ, ...entry }, { t, format, words, shareLabel, isOfficer, isOwn });
}

const READ: AccessLogEntry = {
  eventId: '6f1d7f6a-0a5e-4a58-9d8a-6c1a3f9b7a10',
  occurredAt: '2026-11-22T10:00:00Z',
  action: 'record.read',
  outcome: 'success',
  actor: { kind: 'you', role: 'patient', id: null, displayName: null },
  relationship: 'self',
  resources: [
    { type: 'Observation', id: 'a' },
    { type: 'Observation', id: 'b' },
    { type: 'Condition', id: 'c' },
  ],
  resourceCount: 3,
  leafIndex: 1,
  isAltered: false,
  question: null,
};
const NOBODY = { kind: 'nobody', role: null, id: null, displayName: null } as const;
const link = (id: string) => ({ kind: 'share-link', role: null, id, displayName: null }) as const;

test('an entry that was altered names nobody, and says so', () => {
  for (const isOfficer of [false, true]) {
    const told = sentence('en', { isAltered: true, actor: NOBODY }, isOfficer);
    expect(told).toContain('was altered');
  }
});

test.each([
  [{}, 'You opened 2 results and 1 condition.', 'Sie haben 2 Messwerte und 1 Diagnose geöffnet.'],
  [{ resourceCount: 30 }, 'You opened 30 records.', 'Sie haben 30 Einträge geöffnet.'],
  [
    { action: 'share.open', actor: link('known') },
    'Somebody with the link “Dr. A” opened the shared records.',
    'Jemand mit dem Link „Dr. A“ hat die geteilten Einträge geöffnet.',
  ],
  [
    { action: 'share.open', actor: link('gone'), outcome: 'refused' as const },
    'Somebody with a share link tried to open the shared records.',
    'Jemand mit einem geteilten Link hat die geteilten Einträge zu öffnen versucht.',
  ],
  [
    { action: 'later.made' },
    'You did something else (later.made).',
    'Sie haben etwas anderes getan (later.made).',
  ],
  [
    {
      action: 'key.reseal',
      actor: { kind: 'service', role: null, id: null, displayName: null } as const,
    },
    'The server sealed your data again under a new key.',
    'Der Server hat Ihre Daten mit einem neuen Schlüssel neu versiegelt.',
  ],
  [
    {
      action: 'person.hold',
      actor: { kind: 'operator', role: null, id: null, displayName: null } as const,
    },
    'The operator of the server forbade that your data is erased, as the law requires.',
    'Wer den Server betreibt, hat die Löschung Ihrer Daten gesperrt, wie es das Gesetz verlangt.',
  ],
  [
    { actor: { kind: 'person', role: 'provider', id: 'x', displayName: 'Demo Doctor' } as const },
    'Demo Doctor opened 2 results and 1 condition.',
    'Demo Doctor hat 2 Messwerte und 1 Diagnose geöffnet.',
  ],
  [{ action: 'session.sign-in' }, 'You signed in.', 'Sie haben sich angemeldet.'],
  [{ action: 'session.sign-in', actor: NOBODY }, 'You signed in.', 'Sie haben sich angemeldet.'],
  [
    { action: 'session.prove-passkey', actor: NOBODY },
    'You signed in with a passkey.',
    'Sie haben sich mit einem Passkey angemeldet.',
  ],
  [
    { action: 'session.sign-in', actor: NOBODY, outcome: 'refused' as const },
    'Somebody tried to sign in to your account.',
    'Jemand hat sich bei Ihrem Konto anzumelden versucht.',
  ],
  [
    { action: 'share.open', actor: NOBODY },
    'Somebody who was not signed in opened the shared records.',
    'Jemand ohne Anmeldung hat die geteilten Einträge geöffnet.',
  ],
])('%j is told in both languages', (entry, english, german) => {
  expect(sentence('en', entry)).toBe(english);
  expect(sentence('de', entry)).toBe(german);
});

test('a sign-in to the account of somebody else is not told as the reader’s own', () => {
  const signIn = { action: 'session.sign-in', actor: NOBODY };
  const told = (more: object, isOwn: boolean, isOfficer = false) =>
    sentence('en', { ...signIn, ...more }, isOfficer, isOwn);
  expect(told({}, false)).toBe('The owner of the account signed in.');
  expect(told({}, true, true)).toBe('The owner of the account signed in.');
  expect(told({ outcome: 'refused' }, false)).toBe('Somebody tried to sign in to the account.');
});

test('what the reader did themself is what they did signed in, or to be so', () => {
  const entry = (more: Partial<AccessLogEntry>) => ({ ...READ, ...more });
  expect(isOwnDeed(READ, false)).toBe(true);
  const signIn = { action: 'session.sign-in', actor: NOBODY };
  expect(isOwnDeed(entry(signIn), true)).toBe(true);
  expect(isOwnDeed(entry(signIn), false)).toBe(false);
  expect(isOwnDeed(entry({ ...signIn, outcome: 'refused' }), true)).toBe(false);
  expect(isOwnDeed(entry({ actor: NOBODY }), true)).toBe(false);
});

test.each([...ACTIONS, ...OPERATOR_ACTIONS])('%s by anybody is a whole sentence', (action) => {
  for (const kind of ['you', 'person', 'share-link', 'nobody', 'operator', 'service'] as const) {
    const entry = { action, actor: { kind, role: null, id: null, displayName: null } };
    for (const words of [sentence('en', entry), sentence('de', entry)]) {
      expect(words).toMatch(/^[A-Z].+ .+\.$/);
      expect(words).not.toMatch(/[{}]|undefined|something else|etwas anderes/);
    }
  }
});

test.each([...ACTIONS, ...OPERATOR_ACTIONS])('%s is told to officers without "you"', (action) => {
  for (const kind of ['person', 'nobody', 'operator', 'service'] as const) {
    const entry = { action, actor: { kind, role: null, id: null, displayName: null } };
    expect(sentence('en', entry, true)).not.toMatch(/\byou/i);
    expect(sentence('de', entry, true)).not.toMatch(/\b(Sie|Ihnen|Ihre[rn]?)\b/);
  }
});
