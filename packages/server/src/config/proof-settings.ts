import type { SecretReference } from './secret-reference.ts';
import { ConfigError } from './config-error.ts';
import type { ParsedSettings } from './parse-settings.ts';

/** What keeps the audit log honest, and who is told: copies outside, alerts, metrics, how long things are kept. */
export interface ProofSettings {
  readonly escrow: EscrowSettings;
  readonly alerts: {
    /** Undefined for every administrator. */
    readonly mail: string | undefined;
    readonly webhook: string | undefined;
  };
  /** Signs every webhook; undefined only where there is none. */
  readonly webhookSecret: SecretReference | undefined;
  readonly metrics: { readonly host: string; readonly port: number } | undefined;
  readonly logDays: number;
  /** Whole years after an event's own. */
  readonly auditYears: number;
}

export interface EscrowSettings {
  readonly directory: string | undefined;
  readonly s3:
    | {
        readonly bucket: string;
        /** Ends in a slash, or is empty. */
        readonly prefix: string;
        readonly endpoint: string | undefined;
      }
    | undefined;
  readonly mail: string | undefined;
  readonly webhook: string | undefined;
}

/** @throws {@link ConfigError} for a webhook without a secret: its receiver could not tell it from anybody’s. */
export function proofSettingsOf(settings: ParsedSettings): ProofSettings {
  const webhookSecret = settings.WARDKEEP_WEBHOOK_SECRET_FROM;
  const webhooks = [settings.WARDKEEP_ALERT_WEBHOOK, settings.WARDKEEP_ESCROW_WEBHOOK];
  if (webhookSecret === undefined && webhooks.some((each) => each !== undefined))
    throw new ConfigError('WARDKEEP_WEBHOOK_SECRET_FROM: is required with a webhook.');
  const port = settings.WARDKEEP_METRICS_PORT;
  return {
    escrow: {
      directory: settings.WARDKEEP_ESCROW_DIRECTORY,
      s3: bucketOf(settings),
      mail: settings.WARDKEEP_ESCROW_MAIL,
      webhook: settings.WARDKEEP_ESCROW_WEBHOOK,
    },
    alerts: { mail: settings.WARDKEEP_ALERT_MAIL, webhook: settings.WARDKEEP_ALERT_WEBHOOK },
    webhookSecret,
    metrics: port === undefined ? undefined : { host: settings.WARDKEEP_METRICS_HOST, port },
    logDays: settings.WARDKEEP_LOG_DAYS,
    auditYears: settings.WARDKEEP_AUDIT_YEARS,
  };
}

function bucketOf(settings: ParsedSettings): EscrowSettings['s3'] {
  const address = settings.WARDKEEP_ESCROW_S3;
  if (address === undefined) return undefined;
  const [, bucket = '', path = ''] = /^s3:\/\/([^/]+)\/?(.*)$/.exec(address) ?? [];
  const prefix = path === '' || path.endsWith('/') ? path : `${path}/`;
  return { bucket, prefix, endpoint: settings.WARDKEEP_ESCROW_S3_ENDPOINT };
}
