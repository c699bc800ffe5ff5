import { createSecretKey, type KeyObject } from 'node:crypto';
import { CryptoError, notAuthentic } from './errors.ts';
import { gcmOpen, gcmSeal, nonceBytes, type GcmContext, type GcmMessage } from './gcm.ts';
import { hkdfExpand, hkdfExtract } from './hkdf.ts';
import { agree, generateAgreementKey, publicBytesOf } from './x25519.ts';

/** What both sides know of a message besides the keys (RFC 9180 §5.1, §5.2). */
export type HpkeContext = { readonly info: Uint8Array; readonly aad: Uint8Array };

/** The encapsulated key (32 bytes) and the one message sealed under it. */
export type HpkeMessage = GcmMessage & { readonly encapsulated: Uint8Array };

/**
 * RFC 9180 base mode, one message: DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-256-GCM.
 *
 * @param recipient - an X25519 public key, 32 bytes.
 * @throws {@link CryptoError} `bad_input` for a public key of small order.
 */
export function hpkeSeal(
  recipient: Uint8Array,
  context: HpkeContext,
  plaintext: Uint8Array,
): HpkeMessage {
  const ephemeral = generateAgreementKey();
  const encapsulated = publicBytesOf(ephemeral);
  const dh = agree(ephemeral, recipient);
  if (!dh) throw new CryptoError('bad_input', 'The public key has small order.');
  const shared = extractAndExpand(dh, Buffer.concat([encapsulated, recipient]));
  return { ...gcmSeal(schedule(shared, context), plaintext), encapsulated };
}

/**
 * @param recipient - an X25519 private key.
 * @throws {@link CryptoError} `not_authentic`.
 */
export function hpkeOpen(recipient: KeyObject, context: HpkeContext, message: HpkeMessage): Buffer {
  const dh = agree(recipient, message.encapsulated);
  if (!dh) throw notAuthentic();
  const kemContext = Buffer.concat([message.encapsulated, publicBytesOf(recipient)]);
  return gcmOpen(schedule(extractAndExpand(dh, kemContext), context), message);
}

// RFC 9180 §7: KEM 0x0020, KDF 0x0001, AEAD 0x0002.
const kemSuite = Buffer.from('KEM\x00\x20', 'latin1');
const hpkeSuite = Buffer.from('HPKE\x00\x20\x00\x01\x00\x02', 'latin1');
const none = Buffer.alloc(0);

/** RFC 9180 §4.1, ExtractAndExpand. */
function extractAndExpand(dh: Buffer, kemContext: Uint8Array): Buffer {
  const kem = labelled(kemSuite);
  const pseudorandom = kem.extract(none, 'eae_prk', dh);
  dh.fill(0);
  return kem.expand(pseudorandom, { label: 'shared_secret', info: kemContext, length: 32 });
}

/** RFC 9180 §5.1, KeySchedule of the base mode, as far as the first message needs it. */
function schedule(shared: Buffer, { info, aad }: HpkeContext): GcmContext {
  const hpke = labelled(hpkeSuite);
  const pskIdHash = hpke.extract(none, 'psk_id_hash', none);
  const infoHash = hpke.extract(none, 'info_hash', info);
  const keyContext = Buffer.concat([Buffer.of(0x00), pskIdHash, infoHash]);
  const secret = hpke.extract(shared, 'secret', none);
  const expand = (label: string, length: number): Buffer =>
    hpke.expand(secret, { label, info: keyContext, length });
  const key = expand('key', 32);
  const nonce = expand('base_nonce', nonceBytes);
  const context = { key: createSecretKey(key), nonce, aad };
  for (const bytes of [shared, secret, key]) bytes.fill(0);
  return context;
}

/** RFC 9180 §4, LabeledExtract and LabeledExpand for one suite. */
function labelled(suite: Uint8Array) {
  const versionBytes = Buffer.from('HPKE-v1', 'ascii');
  return {
    extract(salt: Uint8Array, label: string, inputKey: Uint8Array): Buffer {
      const bytes = Buffer.concat([versionBytes, suite, Buffer.from(label, 'ascii'), inputKey]);
      return hkdfExtract('sha256', salt, bytes);
    },
    expand(key: Uint8Array, to: { label: string; info: Uint8Array; length: number }): Buffer {
      const length = Buffer.of(to.length >> 8, to.length & 0xff);
      const label = Buffer.from(to.label, 'ascii');
      const info = Buffer.concat([length, versionBytes, suite, label, to.info]);
      return hkdfExpand('sha256', key, info, to.length);
    },
  };
}
