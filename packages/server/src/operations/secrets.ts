import type { SecretReference } from '../config/secret-reference.ts';
import type { SecretSettings } from '../config/secret-settings.ts';
import { readAwsSecret, type AwsSettings } from './secrets-aws.ts';
import { SecretError } from './secrets-error.ts';
import { readSecretFile } from './secrets-file.ts';
import { readVaultSecret } from './secrets-vault.ts';

/** What references need to be followed. */
export interface SecretSource extends Pick<
  SecretSettings,
  'readVariable' | 'vault' | 'credentialsDirectory'
> {
  /** Instead of what the AWS SDK finds in the environment by itself. */
  readonly aws?: AwsSettings;
}

/**
 * The first line of what is there. Nothing is kept: the secret is read again when it is needed again.
 * @param setting - Name of the setting that holds the reference, for errors.
 * @throws SecretError, all codes but `weak`; within about five seconds.
 */
export async function resolveSecret(
  reference: SecretReference,
  setting: string,
  source: SecretSource,
): Promise<string> {
  const text = await read(reference, setting, source);
  const [secret = ''] = text.split(/\r?\n/, 1);
  if (secret !== '') return secret;
  throw new SecretError('missing', setting, `what ${nameOf(reference)} holds is empty.`);
}

/** For messages: where the secret is, as far as that may be shown. */
function nameOf(reference: SecretReference): string {
  return reference.kind === 'environment'
    ? `the variable ${reference.variable}`
    : `the place that it names (${reference.kind})`;
}

async function read(
  reference: SecretReference,
  setting: string,
  source: SecretSource,
): Promise<string> {
  switch (reference.kind) {
    case 'file':
      return readSecretFile(reference.file, setting, source.credentialsDirectory);
    case 'environment':
      return readVariable(reference.variable, setting, source);
    case 'aws-secrets-manager':
      return readAwsSecret(reference, setting, source.aws);
    case 'vault':
      return readVaultSecret(reference, setting, await vaultAccess(setting, source));
  }
}

function readVariable(name: string, setting: string, source: SecretSource): string {
  const value = source.readVariable(name);
  if (value !== undefined) return value;
  throw new SecretError('missing', setting, `there is no environment variable ${name}.`);
}

async function vaultAccess(
  setting: string,
  source: SecretSource,
): Promise<{ readonly address: string; readonly token: string }> {
  const { address, token } = source.vault;
  // The settings are refused at the start without these; a settings file for a migration may differ.
  if (address === undefined || token === undefined || token.kind === 'vault') {
    throw new SecretError(
      'missing',
      setting,
      'refers to Vault, so WARDKEEP_VAULT_ADDRESS and WARDKEEP_VAULT_TOKEN_FROM must be set.',
    );
  }
  return { address, token: await resolveSecret(token, 'WARDKEEP_VAULT_TOKEN_FROM', source) };
}
