import { z } from 'zod';

const Port = z.coerce.number().int().min(0).max(65535);
const Path = z.string().min(1);

/**
 * Every setting, with what it means and its default. None of them is a secret: secrets come by file.
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
  WARDKEEP_KEY_STORE: {
    type: Path.optional(),
    meaning:
      'Directory of the wrapped epoch keys. Better on another disk than the database, and never in its backups.',
    default: '<data dir>/key-store',
  },
  WARDKEEP_PASSPHRASE_FILE: {
    type: Path.optional(),
    meaning: 'File whose first line is the passphrase of the root key; outside the data directory.',
    default:
      'systemd credential `wardkeep-passphrase`, then the configuration directory; else locked until `wardkeep unlock`',
  },
  DATABASE_URL: {
    type: z
      .string()
      .regex(/^postgres(ql)?:\/\//, 'must begin with postgres://')
      .optional(),
    meaning: 'Any PostgreSQL from 15 on, instead of the embedded one.',
    default: 'embedded PostgreSQL in the data directory',
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
} as const satisfies Record<string, { type: z.ZodType; meaning: string; default: string }>;
