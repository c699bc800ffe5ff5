import type { SecretReference } from '../config/secret-reference.ts';
import { withDeadline } from './secrets-deadline.ts';
import { SecretError } from './secrets-error.ts';

type VaultReference = Extract<SecretReference, { readonly kind: 'vault' }>;

/**
 * One member of a secret in a KV engine, version 2: GET /v1/MOUNT/data/PATH (developer.hashicorp.com/vault/api-docs/
 * secret/kv/kv-v2#read-secret-version). OpenBao answers alike.
 * @throws SecretError `missing`, `unreachable`, `denied`
 */
export async function readVaultSecret(
  reference: VaultReference,
  setting: string,
  access: { readonly address: string; readonly token: string },
): Promise<string> {
  const where = [reference.mount, 'data', ...reference.path.split('/')].map(encodeURIComponent);
  const url = `${access.address.replace(/\/+$/, '')}/v1/${where.join('/')}`;
  const { status, body } = await withDeadline(setting, 'Vault', (signal) =>
    ask(url, access.token, signal).catch((cause: unknown) => {
      throw new SecretError(
        'unreachable',
        setting,
        'Vault does not answer. Check WARDKEEP_VAULT_ADDRESS, and that it is unsealed.',
        { cause },
      );
    }),
  );
  if (status !== 200) throw refusal(status, setting);
  const value = member(member(member(body, 'data'), 'data'), reference.member);
  if (typeof value === 'string') return value;
  throw new SecretError(
    'missing',
    setting,
    `the secret in Vault has no text under “${reference.member}”. Is its engine KV version 2?`,
  );
}

async function ask(
  url: string,
  token: string,
  signal: AbortSignal,
): Promise<{ readonly status: number; readonly body: unknown }> {
  // A redirect would carry the token elsewhere.
  const response = await fetch(url, {
    headers: { 'x-vault-token': token },
    redirect: 'error',
    signal,
  });
  return { status: response.status, body: response.ok ? await response.json() : undefined };
}

function refusal(status: number, setting: string): SecretError {
  if (status === 404) {
    return new SecretError(
      'missing',
      setting,
      'Vault has no such secret. The form is vault:MOUNT/PATH#MEMBER, without “data” in it.',
    );
  }
  if (status === 403 || status === 401 || status === 400) {
    return new SecretError(
      'denied',
      setting,
      'Vault refuses the token of WARDKEEP_VAULT_TOKEN_FROM for this path. It needs the capability read on MOUNT/data/PATH.',
    );
  }
  return new SecretError('unreachable', setting, `Vault can’t answer now (status ${status}).`);
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? Object.entries(value).find(([key]) => key === name)?.[1]
    : undefined;
}
