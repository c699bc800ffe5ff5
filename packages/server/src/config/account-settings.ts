import { ConfigError } from './config-error.ts';
import type { ParsedSettings } from './parse-settings.ts';
import type { SecretReference } from './secret-reference.ts';

export interface MailSettings {
  /** `smtp://` or `smtps://`; with user and password only by reference. */
  readonly url: string | SecretReference;
  readonly sender: string;
}

/** How long relationships last. */
export interface AccessSettings {
  /** In years. */
  readonly guardianshipEndsAt: number;
  readonly emergencyMinutes: number;
  readonly emergencyReviewDays: number;
}

/** Who may join, how sessions and passwords are kept, and from where. @throws {@link ConfigError} naming what does not go together. */
export function accountSettingsOf(settings: ParsedSettings) {
  const mail = mailOf(settings);
  return {
    mail,
    signUp: signUpOf(settings, mail !== undefined),
    sessions: {
      staffIdleMinutes: settings.WARDKEEP_STAFF_IDLE_MINUTES,
      patientIdleMinutes: settings.WARDKEEP_PATIENT_IDLE_MINUTES,
      staffMostSessions: settings.WARDKEEP_STAFF_SESSIONS,
      patientMostSessions: settings.WARDKEEP_PATIENT_SESSIONS,
    },
    sessionAlgorithm: settings.WARDKEEP_SESSION_ALGORITHM,
    passwordHash: {
      kind: settings.WARDKEEP_PASSWORD_HASH,
      bcryptCost: settings.WARDKEEP_BCRYPT_COST,
    },
    recoveryWaitingDays: settings.WARDKEEP_RECOVERY_WAITING_DAYS,
    access: {
      guardianshipEndsAt: settings.WARDKEEP_GUARDIANSHIP_ENDS_AT,
      emergencyMinutes: settings.WARDKEEP_EMERGENCY_MINUTES,
      emergencyReviewDays: settings.WARDKEEP_EMERGENCY_REVIEW_DAYS,
    },
    trustedProxies: settings.WARDKEEP_TRUSTED_PROXIES,
    allowedAddresses: settings.WARDKEEP_ALLOWED_ADDRESSES,
    allowedAddressesByRole: settings.WARDKEEP_ALLOWED_ADDRESSES_BY_ROLE,
    countryDatabase: settings.WARDKEEP_COUNTRY_DATABASE,
  };
}

function mailOf(settings: ParsedSettings): MailSettings | undefined {
  const { WARDKEEP_SMTP_URL: plain, WARDKEEP_SMTP_URL_FROM: from } = settings;
  const sender = settings.WARDKEEP_MAIL_SENDER;
  if (plain !== undefined && from !== undefined)
    throw new ConfigError('WARDKEEP_SMTP_URL and WARDKEEP_SMTP_URL_FROM say the same: set one.');
  if (plain !== undefined && new URL(plain).password !== '')
    throw new ConfigError(
      'WARDKEEP_SMTP_URL: holds a password; give it by WARDKEEP_SMTP_URL_FROM.',
    );
  const url = plain ?? from;
  if (url === undefined) return undefined;
  if (sender === undefined)
    throw new ConfigError('WARDKEEP_MAIL_SENDER: a mail server is set, and needs a sender.');
  return { url, sender };
}

/** On this machine alone, whoever reaches the server is at this machine. */
function signUpOf(settings: ParsedSettings, hasMail: boolean): 'open' | 'confirmed' | 'invited' {
  const chosen = settings.WARDKEEP_SIGN_UP;
  if (chosen === 'confirmed' && !hasMail)
    throw new ConfigError('WARDKEEP_SIGN_UP: confirmed needs WARDKEEP_SMTP_URL.');
  if (chosen !== undefined) return chosen;
  if (hasMail) return 'confirmed';
  return settings.WARDKEEP_PUBLIC_URL === undefined ? 'open' : 'invited';
}
