import { expect, test } from 'vitest';
import { Refusal } from '../../gate/index.ts';
import { passkeySite } from './passkey-site.ts';

test.each([
  ['https://clinic.example', { rpId: 'clinic.example', origin: 'https://clinic.example' }],
  [
    'https://records.clinic.example:8443/',
    { rpId: 'records.clinic.example', origin: 'https://records.clinic.example:8443' },
  ],
  ['http://localhost:8480', { rpId: 'localhost', origin: 'http://localhost:8480' }],
  ['http://127.0.0.1:8480', { rpId: 'localhost', origin: 'http://localhost:8480' }],
  ['http://[::1]:8480', { rpId: 'localhost', origin: 'http://localhost:8480' }],
])('%s is the site that browsers know', (url, site) => {
  expect(passkeySite(url)).toEqual(site);
});

test.each(['https://192.0.2.7', 'https://[2001:db8::7]:8443'])(
  '%s has no name, so that no browser makes a passkey for it',
  (url) => {
    expect(() => passkeySite(url)).toThrow(
      expect.objectContaining({ name: Refusal.name, code: 'not_supported' }),
    );
  },
);
