import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { ConfigError, readConfig } from './read-config.ts';
import { readProviderSettings } from './secret-settings.ts';
import { parseSettingsFile } from './settings-file.ts';

type Settings = Readonly<Record<string, string>>;

const messageOf = (act: () => unknown): string => {
  try {
    act();
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    return error instanceof Error ? error.message : '';
  }
  return 'nothing was refused';
};

describe('settings', () => {
  test.each<[Settings, string]>([
    [{ WARDKEEP_PORT: 'eighty' }, 'WARDKEEP_PORT'],
    [{ WARDKEEP_PORT: '65536' }, 'WARDKEEP_PORT'],
    [{ DATABASE_URL: 'mysql://secret@host/db' }, 'DATABASE_URL'],
    [{ WARDKEEP_PUBLIC_URL: 'ftp://somewhere' }, 'WARDKEEP_PUBLIC_URL'],
    [{ WARDKEEP_LOG_LEVEL: 'loud' }, 'WARDKEEP_LOG_LEVEL'],
    [{ WARDKEEP_HOST: '0.0.0.0' }, 'WARDKEEP_HOST'],
    [{ WARDKEEP_HOST: '10.0.0.1', WARDKEEP_PUBLIC_URL: 'http://10.0.0.1' }, 'WARDKEEP_HOST'],
    [{ WARDKEEP_PASPHRASE_FILE: '/run/secret' }, 'WARDKEEP_PASPHRASE_FILE'],
    [{ WARDKEEP_ROTATION_HOURS: '0.5' }, 'WARDKEEP_ROTATION_HOURS'],
    [{ WARDKEEP_ROTATION_HOURS: '1e1' }, 'WARDKEEP_ROTATION_HOURS'],
    [{ WARDKEEP_BACKUP_RETENTION_DAYS: '99999' }, 'WARDKEEP_BACKUP_RETENTION_DAYS'],
    [{ WARDKEEP_ERASURE_WAITING_DAYS: '-1' }, 'WARDKEEP_ERASURE_WAITING_DAYS'],
    [{ WARDKEEP_KEY_PROVIDER: 'postit' }, 'WARDKEEP_KEY_PROVIDER'],
    [{ WARDKEEP_VAULT_ADDRESS: 'http://vault.test' }, 'WARDKEEP_VAULT_ADDRESS'],
    [{ WARDKEEP_PASSPHRASE_FROM: 'hunter2-in-the-open' }, 'WARDKEEP_PASSPHRASE_FROM'],
    [{ WARDKEEP_PASSPHRASE_FROM: 'file:relative/path' }, 'WARDKEEP_PASSPHRASE_FROM'],
    [{ WARDKEEP_PASSPHRASE_FROM: 'vault:secret/../x#y' }, 'WARDKEEP_PASSPHRASE_FROM'],
    [{ WARDKEEP_PASSPHRASE_FROM: 'vault:secret/x' }, 'WARDKEEP_PASSPHRASE_FROM'],
    [{ WARDKEEP_PASSPHRASE_FROM: 'env:NOT-A-NAME' }, 'WARDKEEP_PASSPHRASE_FROM'],
  ])('%o is refused by name, and its value is not repeated', (environment, name) => {
    const [value = ''] = Object.values(environment);
    const message = messageOf(() => readConfig(environment));
    expect(message).toContain(name);
    expect(message).not.toContain(value);
  });

  test.each(['WARDKEEP_ROTATION_HOURS', 'WARDKEEP_KEY_CACHE_MINUTES'])(
    '%s that is set to nothing is refused, and is not taken for 0',
    (name) => {
      expect(messageOf(() => readConfig({ [name]: '' }))).toContain(name);
    },
  );

  test('what is not said has a default, and none of them is a secret', () => {
    const config = readConfig({ HOME: '/home/x', XDG_CONFIG_HOME: '/home/x/c' });
    expect(config).toMatchObject({
      port: 8480,
      host: 'localhost',
      databaseUrl: undefined,
      databaseUrlFrom: undefined,
      passphraseFile: undefined,
      passphraseFrom: undefined,
      rateLimitFactor: 1,
      keyProvider: { kind: 'key-file' },
      keyStoreCopies: [],
      rotationHours: 24,
      backupRetentionDays: 32,
      keyCacheMinutes: 15,
      erasureWaitingDays: 7,
      vault: { address: undefined, token: undefined },
    });
    expect(config.backupRootFile).toMatch(
      /^\/home\/x\/c\/wardkeep\/backup-root-[0-9a-f]{12}\.txt$/,
    );
  });

  test('two data directories have two backup roots', () => {
    const [one, other] = ['/a', '/b'].map((where) => readConfig({ WARDKEEP_DATA_DIR: where }));
    expect(one?.backupRootFile).not.toBe(other?.backupRootFile);
  });
});

describe('the places of keys', () => {
  test('copies of the key store are separated as a path is', () => {
    const text = ['/mnt/a/', '', 'relative'].join(path.delimiter);
    const { keyStoreCopies } = readConfig({ WARDKEEP_KEY_STORE_COPIES: text });
    expect(keyStoreCopies).toEqual(['/mnt/a', path.resolve('relative')]);
  });

  test.each<[Settings, string]>([
    [
      { WARDKEEP_KEY_STORE: '/k', WARDKEEP_KEY_STORE_COPIES: '/m:/k/' },
      'WARDKEEP_KEY_STORE_COPIES',
    ],
    [{ WARDKEEP_KEY_STORE_COPIES: '/m:/m' }, 'WARDKEEP_KEY_STORE_COPIES'],
    [
      { WARDKEEP_DATA_DIR: '/d', WARDKEEP_BACKUP_ROOT_FILE: '/d/root' },
      'WARDKEEP_BACKUP_ROOT_FILE',
    ],
    [{ WARDKEEP_KEY_STORE: '/k', WARDKEEP_BACKUP_ROOT_FILE: '/k/x' }, 'WARDKEEP_BACKUP_ROOT_FILE'],
    [
      { WARDKEEP_KEY_STORE_COPIES: '/m', WARDKEEP_BACKUP_ROOT_FILE: '/m/x' },
      'WARDKEEP_BACKUP_ROOT_FILE',
    ],
  ])('%o is refused', (environment, name) => {
    expect(messageOf(() => readConfig(environment))).toContain(name);
  });
});

describe('the provider of the root key', () => {
  const pkcs11 = {
    WARDKEEP_KEY_PROVIDER: 'pkcs11',
    WARDKEEP_PKCS11_MODULE: '/usr/lib/softhsm/libsofthsm2.so',
    WARDKEEP_PKCS11_TOKEN: 'records',
    WARDKEEP_PKCS11_KEY: 'root',
    WARDKEEP_PKCS11_PIN_FROM: 'file:/run/secrets/pin',
  };
  const transit = {
    WARDKEEP_KEY_PROVIDER: 'vault-transit',
    WARDKEEP_KMS_KEY: 'transit/records',
    WARDKEEP_VAULT_ADDRESS: 'https://vault.test:8200',
    WARDKEEP_VAULT_TOKEN_FROM: 'env:VAULT_TOKEN',
  };
  const complete: readonly Settings[] = [
    { WARDKEEP_KEY_PROVIDER: 'environment', WARDKEEP_ROOT_KEY_FROM: 'env:ROOT' },
    pkcs11,
    { WARDKEEP_KEY_PROVIDER: 'aws-kms', WARDKEEP_KMS_KEY: 'alias/records' },
    { WARDKEEP_KEY_PROVIDER: 'gcp-kms', WARDKEEP_KMS_KEY: 'projects/p' },
    { WARDKEEP_KEY_PROVIDER: 'azure-key-vault', WARDKEEP_KMS_KEY: 'https://v.test/keys/k' },
    transit,
  ];

  test.each(complete)(
    'is complete with %o, and refuses to start without each of them',
    (settings) => {
      expect(readConfig(settings).keyProvider.kind).toBe(settings['WARDKEEP_KEY_PROVIDER']);
      for (const name of Object.keys(settings).slice(1)) {
        const { [name]: _left, ...rest } = settings;
        const message = messageOf(() => readConfig(rest));
        expect(message).toMatch(new RegExp(`^${name}: WARDKEEP_KEY_PROVIDER=.* needs it`));
      }
    },
  );

  test('brings what it needs, and secrets as references', () => {
    expect(readConfig(pkcs11).keyProvider).toEqual({
      kind: 'pkcs11',
      module: '/usr/lib/softhsm/libsofthsm2.so',
      token: 'records',
      key: 'root',
      pin: { kind: 'file', file: '/run/secrets/pin' },
    });
    expect(readConfig(transit).keyProvider).toMatchObject({
      key: 'transit/records',
      token: { kind: 'environment', variable: 'VAULT_TOKEN' },
    });
  });

  test.each<Settings>([
    { WARDKEEP_KMS_KEY: 'alias/records' },
    { ...complete[2], WARDKEEP_PASSPHRASE_FILE: '/run/secrets/p' },
    { ...complete[2], WARDKEEP_PKCS11_KEY: 'root' },
    { ...complete[4], WARDKEEP_KMS_ENDPOINT: 'https://kms.test' },
  ])('that does not read what is set is not started: %o', (settings) => {
    expect(messageOf(() => readConfig(settings))).toContain('does not read it');
  });
});

describe('secrets by reference', () => {
  test.each([
    ['file:/run/secrets/../p', { kind: 'file', file: '/run/p' }],
    ['env:P', { kind: 'environment', variable: 'P' }],
    [
      'aws-secrets-manager:prod/wardkeep#passphrase',
      { kind: 'aws-secrets-manager', id: 'prod/wardkeep', member: 'passphrase' },
    ],
    [
      'aws-secrets-manager:arn:aws:secretsmanager:eu-central-1:123456789012:secret:p-AbCdEf',
      {
        kind: 'aws-secrets-manager',
        id: 'arn:aws:secretsmanager:eu-central-1:123456789012:secret:p-AbCdEf',
        member: undefined,
      },
    ],
  ])('%s', (text, reference) => {
    expect(readConfig({ WARDKEEP_PASSPHRASE_FROM: text }).passphraseFrom).toEqual(reference);
  });

  test('from Vault: mount, path and member', () => {
    const config = readConfig({
      WARDKEEP_PASSPHRASE_FROM: 'vault:secret/wardkeep/prod#passphrase',
      WARDKEEP_VAULT_ADDRESS: 'http://127.0.0.1:8200',
      WARDKEEP_VAULT_TOKEN_FROM: 'file:/run/vault-token',
    });
    expect(config.passphraseFrom).toEqual({
      kind: 'vault',
      mount: 'secret',
      path: 'wardkeep/prod',
      member: 'passphrase',
    });
  });

  test.each<[Settings, string]>([
    [{ WARDKEEP_PASSPHRASE_FROM: 'vault:secret/p#x' }, 'WARDKEEP_VAULT_ADDRESS'],
    [
      { WARDKEEP_DATABASE_URL_FROM: 'vault:secret/p#x', WARDKEEP_VAULT_ADDRESS: 'https://v.test' },
      'WARDKEEP_VAULT_TOKEN_FROM',
    ],
    [{ WARDKEEP_VAULT_TOKEN_FROM: 'vault:secret/p#x' }, 'WARDKEEP_VAULT_TOKEN_FROM'],
    [
      { WARDKEEP_PASSPHRASE_FILE: '/p', WARDKEEP_PASSPHRASE_FROM: 'env:P' },
      'WARDKEEP_PASSPHRASE_FROM',
    ],
    [
      { DATABASE_URL: 'postgres://h/d', WARDKEEP_DATABASE_URL_FROM: 'env:U' },
      'WARDKEEP_DATABASE_URL_FROM',
    ],
  ])('%o is refused', (environment, name) => {
    expect(messageOf(() => readConfig(environment))).toContain(name);
  });

  test('a variable that a reference names is not taken for a misspelt setting', () => {
    const environment = {
      WARDKEEP_PASSPHRASE_FROM: 'env:WARDKEEP_PASSPHRASE',
      WARDKEEP_PASSPHRASE: 'x',
    };
    expect(readConfig(environment).readVariable('WARDKEEP_PASSPHRASE')).toBe('x');
    expect(messageOf(() => readConfig({ WARDKEEP_PASSPHRASE: 'x' }))).toContain('Unknown setting');
  });
});

describe('a settings file', () => {
  test('is read as systemd reads it', () => {
    const text = [
      '# the next provider',
      '; too',
      '',
      'WARDKEEP_KEY_PROVIDER=aws-kms',
      'export WARDKEEP_KMS_KEY="alias/a=b # no comment"',
      "TOKEN='x'\r",
    ].join('\n');
    const settings = parseSettingsFile(text);
    expect(settings).toEqual({
      WARDKEEP_KEY_PROVIDER: 'aws-kms',
      WARDKEEP_KMS_KEY: 'alias/a=b # no comment',
      TOKEN: 'x',
    });
    expect(readProviderSettings(settings).keyProvider).toMatchObject({ kind: 'aws-kms' });
  });

  test.each([
    ['A=1\nhunter2 is my secret', 'Line 2'],
    ['A=1\n\nA=2', 'Line 3 of the settings file is A a second time'],
    ['=x', 'Line 1'],
  ])('with a wrong line is refused by its number: %j', (text, sentence) => {
    const message = messageOf(() => parseSettingsFile(text));
    expect(message).toContain(sentence);
    expect(message).not.toContain('hunter2');
  });
});
