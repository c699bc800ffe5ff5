import { CompactEncrypt, compactDecrypt } from 'jose';
import { z } from 'zod';
import { PersonId } from '@wardkeep/contract';
import type { KeyPair, ServiceKeys } from './service-keys.ts';

/** What a share token says (seed 001): who, which records, from when until when. */
const ShareToken = z
  .object({
    patient_uuid: PersonId,
    record_ids: z.array(z.uuid()).min(1),
    expires_at: z.iso.datetime(),
    created_at: z.iso.datetime(),
  })
  .strict();
export type ShareToken = z.infer<typeof ShareToken>;

/** JWE with RSA-OAEP-256 over RSA-2048 and A256GCM: the token does not fit in one RSA block (RFC 7516). */
export interface ShareTokens {
  seal(token: ShareToken): Promise<string>;
  /** @throws when the token is not one of ours: a row of the database was altered. */
  open(jwe: string): Promise<ShareToken>;
}

export function shareTokens(service: ServiceKeys): ShareTokens {
  const pair = (): KeyPair => service.pair('share-token');
  return {
    seal: (token) =>
      new CompactEncrypt(Buffer.from(JSON.stringify(token)))
        .setProtectedHeader({ alg: 'RSA-OAEP-256', enc: 'A256GCM', kid: pair().id })
        .encrypt(pair().publicKey),
    open: async (jwe) => {
      const { plaintext } = await compactDecrypt(jwe, pair().privateKey, {
        keyManagementAlgorithms: ['RSA-OAEP-256'],
        contentEncryptionAlgorithms: ['A256GCM'],
      });
      return ShareToken.parse(JSON.parse(Buffer.from(plaintext).toString('utf8')));
    },
  };
}
