import type {
  GetSecretValueCommandOutput,
  SecretsManagerClientConfig,
} from '@aws-sdk/client-secrets-manager';
import type { SecretReference } from '../config/secret-reference.ts';
import { withDeadline } from './secrets-deadline.ts';
import { SecretError } from './secrets-error.ts';

type AwsReference = Extract<SecretReference, { readonly kind: 'aws-secrets-manager' }>;
export type AwsSettings = Pick<SecretsManagerClientConfig, 'endpoint' | 'region' | 'credentials'>;

/**
 * A secret of AWS Secrets Manager, or one member of it when it is a JSON object. Who we are, the region and the
 * endpoint are the SDK's own business: its environment variables, files and roles.
 * @throws SecretError `missing`, `unreachable`, `denied`, `not_installed`
 */
export async function readAwsSecret(
  reference: AwsReference,
  setting: string,
  settings: AwsSettings = {},
): Promise<string> {
  const sdk = await loadSdk(setting);
  // A secret is asked for in the region that its ARN names.
  const region = settings.region ?? /^arn:[\w-]+:secretsmanager:([\w-]+):/.exec(reference.id)?.[1];
  const client = new sdk.SecretsManagerClient({
    ...settings,
    ...(region === undefined ? {} : { region }),
    maxAttempts: 2,
  });
  const command = new sdk.GetSecretValueCommand({ SecretId: reference.id });
  try {
    const text = textOf(
      await withDeadline(setting, 'AWS Secrets Manager', (signal) =>
        client.send(command, { abortSignal: signal }),
      ),
      setting,
    );
    return reference.member === undefined ? text : memberOf(text, reference.member, setting);
  } catch (cause) {
    throw cause instanceof SecretError ? cause : refusal(cause, setting);
  } finally {
    client.destroy();
  }
}

async function loadSdk(setting: string) {
  try {
    return await import('@aws-sdk/client-secrets-manager');
  } catch (cause) {
    throw new SecretError(
      'not_installed',
      setting,
      'AWS Secrets Manager needs its package: npm install @aws-sdk/client-secrets-manager',
      { cause },
    );
  }
}

function textOf({ SecretString: text }: GetSecretValueCommandOutput, setting: string): string {
  if (text !== undefined) return text;
  throw new SecretError(
    'missing',
    setting,
    'the secret in AWS Secrets Manager is binary, not text.',
  );
}

const NO_IDENTITY = new Set(['CredentialsProviderError', 'TokenProviderError']);

/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html#API_GetSecretValue_Errors */
function refusal(cause: unknown, setting: string): SecretError {
  const name = cause instanceof Error ? cause.name : '';
  if (name === 'ResourceNotFoundException') {
    const what = 'AWS Secrets Manager has no such secret in this region.';
    return new SecretError('missing', setting, what, { cause });
  }
  if (NO_IDENTITY.has(name)) {
    const what = 'the AWS SDK found no credentials: give the server a role, or set its variables.';
    return new SecretError('denied', setting, what, { cause });
  }
  if (statusOf(cause) >= 400 && statusOf(cause) < 500) {
    const what =
      'AWS refuses. The role of the server needs secretsmanager:GetSecretValue on the secret, and kms:Decrypt on its key.';
    return new SecretError('denied', setting, what, { cause });
  }
  const what = 'AWS Secrets Manager does not answer. Check the region and the network.';
  return new SecretError('unreachable', setting, what, { cause });
}

function statusOf(cause: unknown): number {
  const metadata =
    typeof cause === 'object' && cause !== null && '$metadata' in cause
      ? cause.$metadata
      : undefined;
  return typeof metadata === 'object' && metadata !== null && 'httpStatusCode' in metadata
    ? Number(metadata.httpStatusCode)
    : 0;
}

function memberOf(text: string, member: string, setting: string): string {
  const value = parsed(text)?.get(member);
  if (typeof value === 'string') return value;
  throw new SecretError(
    'missing',
    setting,
    `the secret in AWS Secrets Manager is no JSON object with a text under “${member}”.`,
  );
}

function parsed(text: string): ReadonlyMap<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? new Map(Object.entries(value)) : undefined;
  } catch {
    // The parser's message quotes the secret; what it should have been is said by the caller.
    return undefined;
  }
}
