import { z } from 'zod';

/** Ids in the open are random and say nothing. A patient's id is the id of the person. */
export const PersonId = z.uuid().toLowerCase().brand<'PersonId'>();
export type PersonId = z.infer<typeof PersonId>;

/** FHIR R4 `id`: at most 64 of `[A-Za-z0-9-.]` (https://hl7.org/fhir/R4/datatypes.html#id). */
export const ResourceId = z
  .string()
  .regex(/^[A-Za-z0-9\-.]{1,64}$/, 'must be 1 to 64 of A-Z a-z 0-9 - .');

export const ResourceType = z
  .string()
  .regex(/^[A-Z][A-Za-z]{1,63}$/, 'must be a FHIR resource type');

export const Timestamp = z.iso.datetime();

/** Compared after NFKC and case folding; at most the 254 characters that SMTP can carry (RFC 5321). */
export const Email = z.email('must be an e-mail address').max(254);

/** Without a second factor (NIST SP 800-63B-4 §3.1.1.2), and with one. Counted in code points of the NFC form. */
export const PASSWORD_LEAST_ALONE = 15;
export const PASSWORD_LEAST_WITH_SECOND_FACTOR = 12;
export const PASSWORD_MOST = 256;

/** Any Unicode; NFC before hashing. The server's policy may ask for more: its length rule, the blocklist and the estimate. */
export const Password = z
  .string()
  .refine(
    (value) => characters(value) >= PASSWORD_LEAST_WITH_SECOND_FACTOR,
    `must be at least ${PASSWORD_LEAST_WITH_SECOND_FACTOR} characters long`,
  )
  .refine(
    (value) => characters(value) <= PASSWORD_MOST,
    `must be at most ${PASSWORD_MOST} characters long`,
  );

function characters(value: string): number {
  return Array.from(value.normalize('NFC')).length;
}

/** Catalogue languages of what the product writes: pages and e-mail. */
export const Language = z.enum(['en', 'de']);
export type Language = z.infer<typeof Language>;

/** Of a link that was sent or printed. */
export const OneTimeTokenText = z.string().min(1).max(200);

export const DisplayName = z.string().trim().min(1, 'must not be empty').max(200);

export const NoInput = z.object({}).strict();
export const PatientParams = z.object({ patientId: PersonId });

/** `limit`s that most endpoints share. */
export const READ_LIMIT = { perMinute: 600, bodyBytes: 0 } as const;
export const WRITE_LIMIT = { perMinute: 120, bodyBytes: 64 * 1024 } as const;
/** A change without a body. */
export const CHANGE_LIMIT = { perMinute: 120, bodyBytes: 0 } as const;
/** What makes the server send an e-mail. */
export const MAIL_LIMIT = { perMinute: 10, bodyBytes: 4 * 1024 } as const;
/** Each try costs the server a password hash. */
export const PASSWORD_LIMIT = { perMinute: 20, bodyBytes: 8 * 1024 } as const;
