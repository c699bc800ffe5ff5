import { describe, expect, test } from 'vitest';
import { ConfigError, readConfig } from './read-config.ts';

describe('settings', () => {
  test.each([
    [{ WARDKEEP_PORT: 'eighty' }, 'WARDKEEP_PORT'],
    [{ WARDKEEP_PORT: '65536' }, 'WARDKEEP_PORT'],
    [{ DATABASE_URL: 'mysql://secret@host/db' }, 'DATABASE_URL'],
    [{ WARDKEEP_PUBLIC_URL: 'ftp://somewhere' }, 'WARDKEEP_PUBLIC_URL'],
    [{ WARDKEEP_LOG_LEVEL: 'loud' }, 'WARDKEEP_LOG_LEVEL'],
    [{ WARDKEEP_HOST: '0.0.0.0' }, 'WARDKEEP_HOST'],
    [{ WARDKEEP_HOST: '10.0.0.1', WARDKEEP_PUBLIC_URL: 'http://10.0.0.1' }, 'WARDKEEP_HOST'],
    [{ WARDKEEP_PASPHRASE_FILE: '/run/secret' }, 'WARDKEEP_PASPHRASE_FILE'],
  ])(
    '%o is refused by name, and its value is not repeated',
    (environment: Record<string, string>, name) => {
      const [value = ''] = Object.values(environment);
      const refuse = (): unknown => readConfig(environment);
      expect(refuse).toThrow(ConfigError);
      expect(refuse).toThrow(expect.objectContaining({ message: expect.stringContaining(name) }));
      expect(refuse).not.toThrow(
        expect.objectContaining({ message: expect.stringContaining(value) }),
      );
    },
  );

  test('what is not said has a default, and none of them is a secret', () => {
    expect(readConfig({ HOME: '/home/x' })).toMatchObject({
      port: 8480,
      host: 'localhost',
      databaseUrl: undefined,
      passphraseFile: undefined,
      rateLimitFactor: 1,
    });
  });
});
