import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { SecretKey, type RootProvider } from '@wardkeep/crypto';
import { readConfig, type Config } from '../config/read-config.ts';
import { probeProvider } from '../vault/probe-provider.ts';
import { readPassphrase, writePassphrase } from './passphrase.ts';
import { providerFromConfig, providerToMigrateTo, providerToTry } from './provider-from-config.ts';
import { withDatabaseUrl } from './secrets-database.ts';

const ROOT_KEY = randomBytes(32).toString('base64');
const PASSPHRASE = 'correct horse battery staple';

let base: string;
beforeEach(() => {
  base = mkdtempSync(path.join(tmpdir(), 'wardkeep-provider-'));
  mkdirSync(path.join(base, 'data'));
});
afterEach(() => {
  rmSync(base, { recursive: true, force: true });
});

function config(settings: Readonly<Record<string, string>> = {}): Config {
  return readConfig({
    WARDKEEP_DATA_DIR: path.join(base, 'data'),
    XDG_CONFIG_HOME: path.join(base, 'config'),
    ...settings,
  });
}

function secretFile(name: string, text: string): string {
  const file = path.join(base, name);
  writeFileSync(file, text, { mode: 0o600 });
  return file;
}

const environment = {
  WARDKEEP_KEY_PROVIDER: 'environment',
  WARDKEEP_ROOT_KEY_FROM: 'env:ROOT_KEY',
  ROOT_KEY,
};

/** What one wraps, the other unwraps. */
async function expectSameRoot(one: RootProvider | undefined, other: RootProvider | undefined) {
  const identity = { purpose: 'epoch', owner: 'deployment', name: 'test' };
  const key = SecretKey.generate();
  const wrapped = await one?.wrap(key, identity);
  const unwrapped = await other?.unwrap(wrapped ?? new Uint8Array(), identity);
  expect(unwrapped?.id).toBe(key.id);
}

describe('the provider of the settings', () => {
  test('is a key file by default: made once, opened by the same passphrase, locked without one', async () => {
    const locked = await providerFromConfig(config(), { mayCreateKeyFile: true });
    expect(locked).toBeUndefined();
    expect(existsSync(path.join(base, 'data/root-key.json'))).toBe(false);
    const from = { WARDKEEP_PASSPHRASE_FROM: 'env:PASS', PASS: PASSPHRASE };
    const made = await providerFromConfig(config(from), { mayCreateKeyFile: true });
    const opened = await providerFromConfig(config(from), { mayCreateKeyFile: false });
    expect(made).toMatchObject({ name: 'key-file' });
    await expectSameRoot(made, opened);
    const typed = { passphrase: 'another one entirely', mayCreateKeyFile: false };
    await expect(providerFromConfig(config(from), typed)).rejects.toMatchObject({
      code: 'wrong_passphrase',
    });
  });

  test('never makes a root key where one may be missing', async () => {
    const options = { passphrase: PASSPHRASE, mayCreateKeyFile: false };
    await expect(providerFromConfig(config(), options)).rejects.toThrow();
    expect(existsSync(path.join(base, 'data/root-key.json'))).toBe(false);
  });

  test('is what the environment holds, the same at each start', async () => {
    const options = { mayCreateKeyFile: false };
    const [one, other] = [
      await providerFromConfig(config(environment), options),
      await providerFromConfig(config(environment), options),
    ];
    expect(one).toMatchObject({ name: 'environment' });
    await expectSameRoot(one, other);
  });

  test.each(['cGFzc3dvcmRwYXNzd29yZHBhc3N3b3JkcGFzc3dvcmQ=', 'c2hvcnQ=', `${'A'.repeat(43)}=`])(
    'is refused with a root key that is not random: %s',
    async (weak) => {
      const opening = providerFromConfig(config({ ...environment, ROOT_KEY: weak }), {
        mayCreateKeyFile: false,
      });
      await expect(opening).rejects.toThrow(/^WARDKEEP_ROOT_KEY_FROM: /);
      await expect(opening).rejects.not.toThrow(weak);
    },
  );

  test.each([
    ['aws-kms', 'not a key', 'WARDKEEP_KMS_KEY'],
    ['gcp-kms', 'not a key', 'WARDKEEP_KMS_KEY'],
    ['azure-key-vault', 'not a key', 'WARDKEEP_KMS_KEY'],
  ])('%s is refused by its setting when that is no key of its kind', async (kind, key, setting) => {
    const settings = { WARDKEEP_KEY_PROVIDER: kind, WARDKEEP_KMS_KEY: key };
    await expect(providerFromConfig(config(settings), { mayCreateKeyFile: false })).rejects.toThrow(
      new RegExp(`^${setting}: `),
    );
  });

  test('of a service is opened without asking it anything', async () => {
    const settings = { WARDKEEP_KEY_PROVIDER: 'aws-kms', WARDKEEP_KMS_KEY: 'alias/records' };
    const provider = await providerFromConfig(config(settings), { mayCreateKeyFile: false });
    expect(provider).toMatchObject({ name: 'aws-kms', reference: 'alias/records' });
    await provider?.close();
  });

  test('is refused by the setting of a secret that is not there', async () => {
    const settings = {
      WARDKEEP_KEY_PROVIDER: 'vault-transit',
      WARDKEEP_KMS_KEY: 'transit/records',
      WARDKEEP_VAULT_ADDRESS: 'http://127.0.0.1:1',
      WARDKEEP_VAULT_TOKEN_FROM: 'env:ABSENT',
    };
    await expect(providerFromConfig(config(settings), { mayCreateKeyFile: false })).rejects.toThrow(
      /^WARDKEEP_VAULT_TOKEN_FROM: .*ABSENT/,
    );
  });
});

describe('the provider to move to', () => {
  test('is that of the settings file, whose other variables its references may name', async () => {
    const settings = `WARDKEEP_ROOT_KEY_FROM=env:NEXT\nNEXT=${ROOT_KEY}\n`;
    const target = await providerToMigrateTo(config(), { to: 'environment', settings });
    const same = await providerFromConfig(config(environment), { mayCreateKeyFile: false });
    await expectSameRoot(target, same);
  });

  test('may be a key file with a passphrase of its own', async () => {
    const file = secretFile('next', `${PASSPHRASE}\n`);
    const settings = `WARDKEEP_PASSPHRASE_FILE=${file}\n`;
    const target = await providerToMigrateTo(config(environment), { to: 'key-file', settings });
    expect(target.name).toBe('key-file');
  });

  test('that is only tried leaves no root key behind; one that is there is tried itself', async () => {
    const file = secretFile('next', `${PASSPHRASE}\n`);
    const target = { to: 'key-file', settings: `WARDKEEP_PASSPHRASE_FILE=${file}\n` };
    const tried = await providerToTry(config(environment), target);
    await probeProvider(tried);
    expect(tried.name).toBe('key-file');
    expect(readdirSync(path.join(base, 'data'))).toEqual([]);
    const made = await providerToMigrateTo(config(environment), target);
    const again = await providerToTry(config(environment), target);
    expect(again.reference).toBe(made.reference);
  });

  test.each([
    ['postit', '', 'WARDKEEP_KEY_PROVIDER'],
    ['aws-kms', 'WARDKEEP_KEY_PROVIDER=gcp-kms\nWARDKEEP_KMS_KEY=x', 'WARDKEEP_KEY_PROVIDER'],
    ['aws-kms', '', 'WARDKEEP_KMS_KEY'],
    ['key-file', '', 'WARDKEEP_PASSPHRASE_FROM'],
    ['aws-kms', 'WARDKEEP_KMS_KEYS=x', 'WARDKEEP_KMS_KEYS'],
  ])('%s is refused with %j', async (to, settings, setting) => {
    const opening = providerToMigrateTo(config(), { to, settings });
    await expect(opening).rejects.toMatchObject({
      name: 'ConfigError',
      message: expect.stringContaining(setting),
    });
  });
});

describe('the passphrase', () => {
  test('of a first start is random, private, and found again', async () => {
    const written = writePassphrase(config());
    expect(written.isOnSameDisk).toBe(true);
    expect(await readPassphrase(config())).toMatchObject({ passphrase: written.passphrase });
  });

  test('by reference to a file may lie on the same disk; from elsewhere it does not', async () => {
    const file = secretFile('passphrase', PASSPHRASE);
    expect(await readPassphrase(config({ WARDKEEP_PASSPHRASE_FROM: `file:${file}` }))).toEqual({
      passphrase: PASSPHRASE,
      isOnSameDisk: true,
    });
    const from = { WARDKEEP_PASSPHRASE_FROM: 'env:PASS', PASS: PASSPHRASE };
    expect(await readPassphrase(config(from))).toEqual({
      passphrase: PASSPHRASE,
      isOnSameDisk: false,
    });
  });

  test.each(['WARDKEEP_PASSPHRASE_FILE', 'WARDKEEP_PASSPHRASE_FROM'])(
    'of %s that is weak refuses to start',
    async (setting) => {
      const file = secretFile('weak', 'letmein\n');
      const value = setting === 'WARDKEEP_PASSPHRASE_FROM' ? `file:${file}` : file;
      await expect(readPassphrase(config({ [setting]: value }))).rejects.toMatchObject({
        code: 'weak',
        message: expect.stringContaining(setting),
      });
    },
  );
});

test('the address of the database may be a secret; another text in its place is not shown', async () => {
  const from = { WARDKEEP_DATABASE_URL_FROM: 'env:URL', URL: 'postgres://u:p@h/d' };
  expect((await withDatabaseUrl(config(from))).databaseUrl).toBe('postgres://u:p@h/d');
  const wrong = withDatabaseUrl(config({ ...from, URL: 'mysql://u:p@h/d' }));
  await expect(wrong).rejects.toThrow('WARDKEEP_DATABASE_URL_FROM');
  await expect(wrong).rejects.not.toThrow('mysql');
});
