import { z } from 'zod';
import { endpoint } from '../endpoint.ts';
import { NoInput } from '../fields.ts';

/**
 * The charts of everybody who consented to it, de-identified (HIPAA Safe Harbor, 45 CFR 164.514(b)(2)): newline-delimited
 * FHIR, under pseudonyms of this export's purpose. Free text is left out unless asked for; when a check finds an identifier
 * in what would leave, nothing leaves (`identifier_left`).
 */
export const exportDeidentified = endpoint({
  method: 'POST',
  path: '/api/exports/de-identified',
  action: 'export.de-identified',
  params: NoInput,
  query: NoInput,
  body: z.object({ withFreeText: z.boolean().default(false) }).strict(),
  bodyKind: 'json',
  reply: z.never(),
  replyKind: 'bytes',
  limit: { perMinute: 4, bodyBytes: 1024 },
});
