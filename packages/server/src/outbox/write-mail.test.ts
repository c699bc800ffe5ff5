import { describe, expect, test } from 'vitest';
import type { MailTemplate, MailValues } from './mail.ts';
import { MAIL_TEMPLATES, writeMail } from './write-mail.ts';

/** One of each, with values that show where they went; the types keep it whole. */
const SAMPLES: { readonly [T in MailTemplate]: MailValues[T] } = {
  'confirm-sign-up': { link: 'https://x.test/confirm#abc' },
  'already-registered': { link: 'https://x.test/sign-in' },
  invitation: { link: 'https://x.test/invitation#abc', role: 'radiologist' },
  'password-reset': { link: 'https://x.test/reset#abc' },
  'password-changed': {},
  'email-change': { link: 'https://x.test/email#abc' },
  'email-changed': {},
  'factor-added': { factor: 'totp' },
  'factor-removed': { factor: 'passkey' },
  'recovery-codes-made': {},
  'recovery-code-used': { left: '7' },
  'new-device': { device: 'Firefox, Linux', country: 'CH', at: '2026-11-22T13:05:00.000Z' },
  'new-country': { device: 'Firefox, Linux', country: 'CH', at: '2026-11-22T13:05:00.000Z' },
  'impossible-travel': {
    device: 'Firefox, Linux',
    country: 'CH',
    at: '2026-11-22T13:05:00.000Z',
    from: 'BR',
    minutes: '12',
  },
  'session-reused': { at: '2026-11-22T13:05:00.000Z' },
  'recovery-requested': { waitsUntil: '2026-11-25T13:05:00.000Z', link: 'https://x.test/stop#abc' },
  'recovery-approved': { waitsUntil: '2026-11-25T13:05:00.000Z' },
  'recovery-ended': {},
  'recovery-used': {},
  'consent-offered': { link: 'https://x.test/consent#abc', patientLabel: 'Anna M.' },
  'consent-accepted': { label: 'Grandma' },
  'consent-declined': { label: 'Grandma' },
  'consent-left': { label: 'Grandma' },
  'consent-widening-accepted': { label: 'Grandma' },
  'consent-widening-declined': { label: 'Grandma' },
  'consent-widening': { patientLabel: 'Anna M.' },
  'consent-narrowed': { patientLabel: 'Anna M.' },
  'consent-revoked': { patientLabel: 'Anna M.' },
  'account-suspended': {},
  'account-resumed': {},
  'account-deactivated': {},
  'care-team-joined': {},
  'guardian-offer': { link: 'https://x.test/guardianship#abc' },
  'guardian-joined': {},
  'hand-over': { link: 'https://x.test/hand-over#abc' },
  'handed-over': {},
  'access-asked': {},
  'access-answered': {},
  'audit-checkpoint': {
    origin: 'wardkeep-1/audit/2026',
    size: '600',
    root: 'cm9vdA==',
    signature: '\u2014 wardkeep-1/audit/2026 c2lnbmVk',
  },
  alert: {
    rule: 'disk-low',
    count: '3',
    at: '2026-11-22T13:05:00.000Z',
    link: 'https://x.test/admin/security',
  },
  'emergency-opened': { at: '2026-11-22T13:05:00.000Z', until: '2026-11-25T13:05:00.000Z' },
  'emergency-to-review': { at: '2026-11-22T13:05:00.000Z', until: '2026-11-25T13:05:00.000Z' },
  'emergency-disputed': { at: '2026-11-22T13:05:00.000Z', until: '2026-11-25T13:05:00.000Z' },
  'emergency-overdue': { count: '3' },
  'emergency-misused': { at: '2026-11-22T13:05:00.000Z' },
  'emergency-searches': { count: '10', account: '8e6a4b52-3a55-4f3e-9a30-7d3f1b5a9f11' },
  'reidentification-requested': { until: '2026-11-25T13:05:00.000Z' },
  'reidentification-approved': { until: '2026-11-25T13:05:00.000Z' },
  'reidentification-refused': {},
};

const SHOWN: Readonly<Record<'en' | 'de', Readonly<Record<string, string>>>> = {
  en: {
    totp: 'an authenticator app',
    passkey: 'a passkey',
    radiologist: 'a radiologist',
    CH: 'Switzerland',
    BR: 'Brazil',
    '12': '12 minutes',
    'disk-low': 'the disk is nearly full',
    '2026-11-22T13:05:00.000Z': '22 November 2026 at 13:05 UTC',
    '2026-11-25T13:05:00.000Z': '25 November 2026 at 13:05 UTC',
  },
  de: {
    totp: 'eine Authenticator-App',
    passkey: 'ein Passkey',
    radiologist: 'Radiologie',
    CH: 'Schweiz',
    BR: 'Brasilien',
    '12': '12 Minuten',
    'disk-low': 'die Festplatte ist fast voll',
    '2026-11-22T13:05:00.000Z': '22. November 2026 um 13:05 UTC',
    '2026-11-25T13:05:00.000Z': '25. November 2026 um 13:05 UTC',
  },
};

describe.each(['en', 'de'] as const)('in %s', (language) => {
  test.each(Object.entries(SAMPLES))('%s says everything it was given', (template, values) => {
    const mail = writeMail({ template, values }, language);
    expect(mail?.subject).toMatch(/^.{10,78}$/);
    for (const value of Object.values(values))
      expect(mail?.text).toContain(SHOWN[language][value] ?? value);
    expect(mail?.text).not.toMatch(/undefined|\$\{|\[object/);
    // What to do is always said, and a link stands on a line of its own, where every program finds its end.
    expect(mail?.text.split('\n\n').length).toBeGreaterThanOrEqual(3);
    if ('link' in values) expect(mail?.text).toContain(`\n\n${values.link}\n\n`);
  });

  test('a place or a device that nobody knows is said to be unknown', () => {
    const values = { ...SAMPLES['new-device'], country: '', device: '' };
    const { text = '' } = writeMail({ template: 'new-device', values }, language) ?? {};
    expect(text).toMatch(
      language === 'en'
        ? /an unknown device, an unknown place/
        : /unbekanntes Gerät, unbekannter Ort/,
    );
  });
});

test.each([
  ['en', '1 minute after'],
  ['de', '1 Minute nachdem'],
] as const)('in %s, one minute is one', (language, words) => {
  const values = { ...SAMPLES['impossible-travel'], minutes: '1' };
  expect(writeMail({ template: 'impossible-travel', values }, language)?.text).toContain(words);
});

test('both languages have the same e-mails, and differ', () => {
  expect(MAIL_TEMPLATES.toSorted()).toEqual(Object.keys(SAMPLES).toSorted());
  for (const [template, values] of Object.entries(SAMPLES))
    expect(writeMail({ template, values }, 'en')?.text).not.toBe(
      writeMail({ template, values }, 'de')?.text,
    );
});

test('a name that somebody chose adds no line of its own, and no header', () => {
  const device = 'Phone\r\nBcc: x@y.test\u2028\n\nYour password: https://evil.test';
  const values = { ...SAMPLES['new-device'], device };
  const { subject = '', text = '' } = writeMail({ template: 'new-device', values }, 'en') ?? {};
  expect(subject).not.toContain('Bcc');
  expect(text).toContain('Phone Bcc: x@y.test Your password: https://evil.test');
});

test('an e-mail of a later version is not sent as something else', () => {
  expect(writeMail({ template: 'made-up', values: {} }, 'en')).toBeUndefined();
  expect(writeMail({ template: 'toString', values: {} }, 'en')).toBeUndefined();
});
