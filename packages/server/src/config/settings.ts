import path from 'node:path';
import { z } from 'zod';
import { Role } from '@wardkeep/contract';
import { isIP } from 'node:net';
import { Reference } from './secret-reference.ts';

const Port = z.coerce.number().int().min(0).max(65535);
const Path = z.string().min(1);
const Name = z.string().min(1);

export const KEY_PROVIDERS = [
  'key-file',
  'environment',
  'pkcs11',
  'aws-kms',
  'gcp-kms',
  'azure-key-vault',
  'vault-transit',
] as const;

/** Keys travel to it: TLS, but for what listens on this machine. */
const SafeUrl = z
  .url({ protocol: /^https?$/ })
  .refine(isSafe, 'must be https, or http on this machine');

/** IPv4 or IPv6 addresses, or networks in CIDR notation (RFC 4632). */
const Networks = z
  .string()
  .transform((text) => text.split(/[\s,]+/).filter((each) => each !== ''))
  .refine((all) => all.every(isNetwork), 'must be addresses or networks such as 10.0.0.0/8');

const RoleNetworks = z
  .string()
  .transform((text) =>
    Object.fromEntries(
      text
        .split(';')
        .filter((each) => each.trim() !== '')
        .map((each) => {
          const [role = '', networks = ''] = each.split('=');
          return [role.trim(), networks.trim()];
        }),
    ),
  )
  .pipe(z.partialRecord(Role, Networks));

const Directories = Path.transform((text) =>
  text
    .split(path.delimiter)
    .filter((each) => each !== '')
    .map((each) => path.resolve(each)),
);

/**
 * Every setting, with what it means and its default. None of them is a secret: a secret's setting says where it is.
 * docs/settings.md is this table; a test keeps the two alike.
 */
export const SETTINGS = {
  WARDKEEP_PORT: {
    type: Port.default(8480),
    meaning: 'Port of the web app and the API.',
    default: '8480',
  },
  WARDKEEP_HOST: {
    type: z.string().min(1).default('localhost'),
    meaning:
      'Address to listen on. Anything but this machine needs TLS in front and `WARDKEEP_PUBLIC_URL`.',
    default: 'localhost',
  },
  WARDKEEP_PUBLIC_URL: {
    type: z.url({ protocol: /^https?$/ }).optional(),
    meaning: 'The address people type, in links and QR codes. `https` unless it is this machine.',
    default: 'http://localhost:8480',
  },
  WARDKEEP_DATA_DIR: {
    type: Path.default('./data'),
    meaning: 'Everything that the server keeps: database, files, keys in wrapped form, logs.',
    default: './data',
  },
  DATABASE_URL: {
    type: z
      .string()
      .regex(/^postgres(ql)?:\/\//, 'must begin with postgres://')
      .optional(),
    meaning: 'Any PostgreSQL from 15 on, instead of the embedded one.',
    default: 'embedded PostgreSQL in the data directory',
  },
  WARDKEEP_DATABASE_URL_FROM: {
    type: Reference.optional(),
    meaning: 'The same by reference, for an address with a password in it.',
    default: 'none',
  },
  WARDKEEP_POSTGRES_BIN: {
    type: Path.optional(),
    meaning:
      'Directory with `postgres` and `initdb`, so that the embedded database runs the patched binaries of the system.',
    default: 'the binaries from npm',
  },
  WARDKEEP_LOG_LEVEL: {
    type: z.enum(['debug', 'info', 'warn', 'error']).default('info'),
    meaning: 'What goes into the operational log. No level writes personal data.',
    default: 'info',
  },
  WARDKEEP_RATE_LIMIT_FACTOR: {
    type: z.coerce.number().positive().max(10_000).default(1),
    meaning:
      'Multiplies every per-minute limit, for example behind a proxy that many people share.',
    default: '1',
  },
  WARDKEEP_SIGN_UP: {
    type: z.enum(['open', 'confirmed', 'invited']).optional(),
    meaning:
      'Who may make an account: `open` (anybody, at once), `confirmed` (anybody, once they opened the e-mail; needs `WARDKEEP_SMTP_URL`) or `invited`.',
    default: '`confirmed` with a mail server; else `open` on this machine and `invited` for others',
  },
  WARDKEEP_SMTP_URL: {
    type: z.url({ protocol: /^smtps?$/ }).optional(),
    meaning: 'Mail server for links and notices: `smtp://host:587` (STARTTLS) or `smtps://host`.',
    default: 'none: nobody is written to',
  },
  WARDKEEP_SMTP_URL_FROM: {
    type: Reference.optional(),
    meaning: 'The same by reference, for an address with a user and a password in it.',
    default: 'none',
  },
  WARDKEEP_MAIL_SENDER: {
    type: z.email().optional(),
    meaning: 'Sender of what is sent; required with a mail server.',
    default: 'none',
  },
  WARDKEEP_STAFF_IDLE_MINUTES: {
    type: whole(1, 1440).default(15),
    meaning: 'A session of staff ends that long after its last request.',
    default: '15',
  },
  WARDKEEP_PATIENT_IDLE_MINUTES: {
    type: whole(1, 1440).default(60),
    meaning: 'The same for patients.',
    default: '60',
  },
  WARDKEEP_STAFF_SESSIONS: {
    type: whole(1, 100).default(5),
    meaning: 'Sessions that one member of staff may have at a time; one more ends the oldest.',
    default: '5',
  },
  WARDKEEP_PATIENT_SESSIONS: {
    type: whole(1, 100).default(10),
    meaning: 'The same for patients.',
    default: '10',
  },
  WARDKEEP_SESSION_ALGORITHM: {
    type: z.enum(['RS256', 'PS256', 'EdDSA']).default('RS256'),
    meaning: 'JWS algorithm of access tokens (RFC 7518, RFC 8037).',
    default: 'RS256',
  },
  WARDKEEP_PASSWORD_HASH: {
    type: z.enum(['bcrypt', 'argon2id']).default('bcrypt'),
    meaning:
      'What new password hashes are made with; an older one is replaced at its next sign-in.',
    default: 'bcrypt',
  },
  WARDKEEP_BCRYPT_COST: {
    type: whole(12, 16).default(12),
    meaning: 'Cost of bcrypt; one more doubles the time of a sign-in.',
    default: '12',
  },
  WARDKEEP_RECOVERY_WAITING_DAYS: {
    type: whole(0, 30).default(3),
    meaning:
      'Days between the wish to get in without a lost second factor and the day on which it opens.',
    default: '3',
  },
  WARDKEEP_GUARDIANSHIP_ENDS_AT: {
    type: whole(12, 25).default(18),
    meaning: 'Age in years at which guardians see nothing any more and can only hand over.',
    default: '18',
  },
  WARDKEEP_EMERGENCY_MINUTES: {
    type: whole(5, 240).default(60),
    meaning: 'Minutes for which an emergency access opens a chart.',
    default: '60',
  },
  WARDKEEP_EMERGENCY_REVIEW_DAYS: {
    type: whole(1, 30).default(3),
    meaning:
      'Days within which an emergency access must be reviewed; later, administrators are told.',
    default: '3',
  },
  WARDKEEP_ESCROW_DIRECTORY: {
    type: Path.transform((text) => path.resolve(text)).optional(),
    meaning:
      'Directory on another disk or machine that keeps a copy of each signed checkpoint of the audit log and of the restriction list.',
    default: 'none: an insider could rewrite the log unseen',
  },
  WARDKEEP_ESCROW_S3: {
    type: z
      .string()
      .regex(/^s3:\/\/[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](\/.*)?$/, 'must be s3://bucket/prefix')
      .optional(),
    meaning:
      'The same in a bucket, best one with Object Lock: `s3://bucket/prefix`. Needs `@aws-sdk/client-s3`.',
    default: 'none',
  },
  WARDKEEP_ESCROW_S3_ENDPOINT: {
    type: SafeUrl.optional(),
    meaning: 'Another address of the object storage, for what speaks S3.',
    default: 'the one of the SDK',
  },
  WARDKEEP_ESCROW_MAIL: {
    type: z.email().optional(),
    meaning: 'Address of an officer who gets the newest checkpoint once a day.',
    default: 'none',
  },
  WARDKEEP_ESCROW_WEBHOOK: {
    type: SafeUrl.optional(),
    meaning:
      'Address that each new checkpoint is posted to, signed as `WARDKEEP_WEBHOOK_SECRET_FROM` says.',
    default: 'none',
  },
  WARDKEEP_ALERT_MAIL: {
    type: z.email().optional(),
    meaning: 'Address that alerts are written to.',
    default: 'every administrator',
  },
  WARDKEEP_ALERT_WEBHOOK: {
    type: SafeUrl.optional(),
    meaning: 'Address that alerts are posted to, signed (Standard Webhooks).',
    default: 'none',
  },
  WARDKEEP_WEBHOOK_SECRET_FROM: {
    type: Reference.optional(),
    meaning:
      'Secret that signs what is posted (Standard Webhooks, `whsec_…`), by reference; required with a webhook.',
    default: 'none',
  },
  WARDKEEP_METRICS_PORT: {
    type: Port.optional(),
    meaning:
      'Port for Prometheus (`/metrics`), on `WARDKEEP_METRICS_HOST`. Counts and times; names nobody.',
    default: 'none: no metrics are served',
  },
  WARDKEEP_METRICS_HOST: {
    type: z.string().min(1).default('localhost'),
    meaning: 'Address that metrics are served on.',
    default: 'localhost',
  },
  WARDKEEP_LOG_DAYS: {
    type: whole(1, 3650).default(90),
    meaning: 'Days for which files of the operational log are kept.',
    default: '90',
  },
  WARDKEEP_AUDIT_YEARS: {
    type: whole(1, 100).default(7),
    meaning:
      'Whole years for which audit events are kept after theirs; then their contents are destroyed and the tree is kept.',
    default: '7',
  },
  WARDKEEP_TRUSTED_PROXIES: {
    type: Networks.default([]),
    meaning:
      'Addresses or networks (`10.0.0.0/8`), separated by commas, of the proxies whose `X-Forwarded-For` is believed.',
    default: 'none: the header is ignored',
  },
  WARDKEEP_ALLOWED_ADDRESSES: {
    type: Networks.default([]),
    meaning: 'Addresses or networks from which anything is served at all.',
    default: 'all',
  },
  WARDKEEP_ALLOWED_ADDRESSES_BY_ROLE: {
    type: RoleNetworks.default({}),
    meaning: 'Where roles may be signed in: `admin=10.0.0.0/8 192.168.1.5; provider=10.1.0.0/16`.',
    default: 'everywhere',
  },
  WARDKEEP_COUNTRY_DATABASE: {
    type: Path.optional(),
    meaning: 'File in MMDB format that tells the country of an address; `off` for none.',
    default: 'the one from npm (CC0)',
  },
  WARDKEEP_KEY_STORE: {
    type: Path.optional(),
    meaning:
      'Directory of the wrapped epoch keys. Better on another disk than the database, and never in its backups.',
    default: '<data dir>/key-store',
  },
  WARDKEEP_KEY_STORE_COPIES: {
    type: Directories.default([]),
    meaning:
      'More directories, separated by `:`, that hold the same. A key counts once it is in each of them.',
    default: 'none',
  },
  WARDKEEP_ROTATION_HOURS: {
    type: whole(1, 720).default(24),
    meaning: 'Age at which the epoch key is replaced by a new one.',
    default: '24',
  },
  WARDKEEP_BACKUP_RETENTION_DAYS: {
    type: whole(1, 3650).default(32),
    meaning:
      'How long your oldest backup is kept. Replaced epoch keys are destroyed that long after the service let go of them.',
    default: '32',
  },
  WARDKEEP_KEY_CACHE_MINUTES: {
    type: whole(1, 1440).default(15),
    meaning: 'How long keys stay in memory while the provider of the root key does not answer.',
    default: '15',
  },
  WARDKEEP_BACKUP_ROOT_FILE: {
    type: Path.optional(),
    meaning:
      'File that the first start writes the backup root’s private half to; outside the data directory and the key store.',
    default: '`backup-root-….txt` in the configuration directory',
  },
  WARDKEEP_ERASURE_WAITING_DAYS: {
    type: whole(0, 365).default(7),
    meaning:
      'Days between a person’s wish to be erased and the erasure, in which it can be taken back.',
    default: '7',
  },
  WARDKEEP_KEY_PROVIDER: {
    type: z.enum(KEY_PROVIDERS).default('key-file'),
    meaning:
      'What holds the root key: `key-file`, `environment`, `pkcs11`, `aws-kms`, `gcp-kms`, `azure-key-vault` or `vault-transit`.',
    default: 'key-file',
  },
  WARDKEEP_PASSPHRASE_FILE: {
    type: Path.optional(),
    meaning:
      'For `key-file`: file whose first line is the passphrase of the root key; outside the data directory.',
    default:
      'systemd credential `wardkeep-passphrase`, then the configuration directory; else locked until `wardkeep unlock`',
  },
  WARDKEEP_PASSPHRASE_FROM: {
    type: Reference.optional(),
    meaning: 'For `key-file`: the passphrase by reference, instead of `WARDKEEP_PASSPHRASE_FILE`.',
    default: 'none',
  },
  WARDKEEP_ROOT_KEY_FROM: {
    type: Reference.optional(),
    meaning: 'For `environment`: the root key by reference, 32 bytes in base64.',
    default: 'none',
  },
  WARDKEEP_KMS_KEY: {
    type: Name.optional(),
    meaning:
      'For `aws-kms` (id, alias or ARN), `gcp-kms` (resource name of the key), `azure-key-vault` (address of the key) and `vault-transit` (`mount/name`): which key.',
    default: 'none',
  },
  WARDKEEP_KMS_ENDPOINT: {
    type: SafeUrl.optional(),
    meaning: 'For `aws-kms` and `gcp-kms`: another address of the service, such as a private one.',
    default: 'the one of the SDK',
  },
  WARDKEEP_PKCS11_MODULE: {
    type: Path.optional(),
    meaning: 'For `pkcs11`: the library of the HSM.',
    default: 'none',
  },
  WARDKEEP_PKCS11_TOKEN: {
    type: Name.optional(),
    meaning: 'For `pkcs11`: label of the token.',
    default: 'none',
  },
  WARDKEEP_PKCS11_KEY: {
    type: Name.optional(),
    meaning: 'For `pkcs11`: label of the key.',
    default: 'none',
  },
  WARDKEEP_PKCS11_PIN_FROM: {
    type: Reference.optional(),
    meaning: 'For `pkcs11`: the user PIN by reference.',
    default: 'none',
  },
  WARDKEEP_VAULT_ADDRESS: {
    type: SafeUrl.optional(),
    meaning: 'Address of Vault or OpenBao, for `vault-transit` and for `vault:` references.',
    default: 'none',
  },
  WARDKEEP_VAULT_TOKEN_FROM: {
    type: Reference.optional(),
    meaning: 'Its token by reference; not a `vault:` one.',
    default: 'none',
  },
} as const satisfies Record<string, { type: z.ZodType; meaning: string; default: string }>;

/** Digits only: `Number` would take an empty setting for 0. */
function whole(least: number, most: number) {
  return z
    .string()
    .regex(/^\d{1,9}$/, 'must be a whole number')
    .transform(Number)
    .pipe(z.number().min(least).max(most));
}

function isSafe(text: string): boolean {
  const { protocol, hostname } = new URL(text);
  return protocol === 'https:' || /^(localhost|\[::1\]|127(\.\d+){3})$/.test(hostname);
}

function isNetwork(text: string): boolean {
  const [address = '', bits, ...rest] = text.split('/');
  const version = isIP(address);
  if (version === 0 || rest.length > 0) return false;
  return (
    bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128))
  );
}
