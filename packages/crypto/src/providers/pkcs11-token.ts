import { randomBytes } from 'node:crypto';
import type * as pkcs11js from 'pkcs11js';
import type { Handle, Mechanism, PKCS11 } from 'pkcs11js';
import { nonceBytes, tagBytes } from '../gcm.ts';
import { keyBytes } from '../secret-key.ts';
import { judged, nameOf, refused } from './pkcs11-errors.ts';
import { ServiceFailure } from './service-failure.ts';

export type Library = typeof pkcs11js;

/** Which key on which token, by their labels. */
export type TokenPlace = { readonly token: string; readonly key: string; readonly pin: string };

/**
 * A session with one token. Each call blocks this thread until the device answers, and throws a
 * {@link ServiceFailure}: `transient` means that the session is of no use any more.
 */
export interface Token {
  /** nonce | ciphertext | tag, AES-256-GCM (PKCS #11 v2.40 §2.11.5). */
  seal(secret: Uint8Array, aad: Uint8Array): Uint8Array;
  open(sealed: Uint8Array, aad: Uint8Array): Uint8Array;
  /** A new AES-256 key that the token never shows; refused if it has one of this label. */
  generate(): void;
  close(): void;
}

export function openToken(library: Library, module: PKCS11, place: TokenPlace): Token {
  const session = judged(() => openSession(library, module, place));
  const context = { library, module, session, label: place.key };
  let found: Handle | undefined;
  const key = () => (found ??= findUsableKey(context));
  return {
    seal: (secret, aad) => judged(() => seal(context, key(), { secret, aad })),
    open: (sealed, aad) => judged(() => open(context, key(), { sealed, aad })),
    generate: () => judged(() => generate(context)),
    close: () => judged(() => module.C_Finalize()),
  };
}

type Context = {
  readonly library: Library;
  readonly module: PKCS11;
  readonly session: Handle;
  readonly label: string;
};

function openSession(library: Library, module: PKCS11, { token, pin }: TokenPlace): Handle {
  try {
    module.C_Initialize();
  } catch (error) {
    if (nameOf(error) !== 'CKR_CRYPTOKI_ALREADY_INITIALIZED') throw error;
  }
  const slots = module.C_GetSlotList(true);
  const [slot, another] = slots.filter(
    (each) => module.C_GetTokenInfo(each).label.trim() === token,
  );
  if (!slot) throw new ServiceFailure('transient', 'there is no token of this label');
  if (another) throw new ServiceFailure('denied', 'there are two tokens of this label');
  const flags = library.CKF_SERIAL_SESSION | library.CKF_RW_SESSION;
  const session = module.C_OpenSession(slot, flags);
  try {
    module.C_Login(session, library.CKU_USER, pin);
  } catch (error) {
    if (nameOf(error) !== 'CKR_USER_ALREADY_LOGGED_IN') throw error;
  }
  return session;
}

function findKeys({ library, module, session, label }: Context): Handle[] {
  module.C_FindObjectsInit(session, [
    { type: library.CKA_CLASS, value: library.CKO_SECRET_KEY },
    { type: library.CKA_LABEL, value: label },
  ]);
  try {
    return module.C_FindObjects(session, 2);
  } finally {
    module.C_FindObjectsFinal(session);
  }
}

function findUsableKey(context: Context): Handle {
  const [key, another] = findKeys(context);
  if (!key) throw new ServiceFailure('denied', 'the token has no key of this label');
  if (another) throw new ServiceFailure('denied', 'the token has two keys of this label');
  const { library, module, session } = context;
  const flags = [library.CKA_SENSITIVE, library.CKA_EXTRACTABLE].map((type) => ({ type }));
  const [sensitive, extractable] = module.C_GetAttributeValue(session, key, flags);
  if (isTrue(sensitive?.value) && !isTrue(extractable?.value)) return key;
  throw new ServiceFailure('denied', 'the key can be taken from the token: make one that cannot');
}

const isTrue = (value: unknown): boolean => Buffer.isBuffer(value) && value[0] === 1;

function seal(
  context: Context,
  key: Handle,
  { secret, aad }: { secret: Uint8Array; aad: Uint8Array },
) {
  const { module, session } = context;
  const nonce = randomBytes(nonceBytes);
  module.C_EncryptInit(session, gcm(context.library, nonce, aad), key);
  const room = Buffer.alloc(secret.length + tagBytes);
  return Buffer.concat([nonce, module.C_Encrypt(session, Buffer.from(secret), room)]);
}

type Sealed = { readonly sealed: Uint8Array; readonly aad: Uint8Array };

function open(context: Context, key: Handle, { sealed, aad }: Sealed): Uint8Array {
  if (sealed.length !== nonceBytes + keyBytes + tagBytes) throw refused();
  try {
    return decrypt(context, key, { sealed, aad });
  } catch {
    // Modules tell a false tag by many errors, of which some also mean a broken device or a lost
    // session: what opens a ciphertext of its own is neither.
    const own = seal(context, key, { secret: randomBytes(keyBytes), aad });
    decrypt(context, key, { sealed: own, aad });
    throw refused();
  }
}

function decrypt(context: Context, key: Handle, { sealed, aad }: Sealed): Uint8Array {
  const { module, session } = context;
  const nonce = Buffer.from(sealed.subarray(0, nonceBytes));
  module.C_DecryptInit(session, gcm(context.library, nonce, aad), key);
  const ciphertext = Buffer.from(sealed.subarray(nonceBytes));
  // Room for the tag, too: some modules want it before they know that they will not write it.
  return module.C_Decrypt(session, ciphertext, Buffer.alloc(ciphertext.length));
}

function gcm(library: Library, nonce: Buffer, aad: Uint8Array): Mechanism {
  const parameter = {
    type: library.CK_PARAMS_AES_GCM_v240,
    iv: nonce,
    ivBits: nonceBytes * 8,
    aad: Buffer.from(aad),
    tagBits: tagBytes * 8,
  };
  return { mechanism: library.CKM_AES_GCM, parameter };
}

function generate(context: Context): void {
  const { library, module, session, label } = context;
  if (findKeys(context).length > 0) {
    throw new ServiceFailure('denied', 'the token has a key of this label already');
  }
  const yes = [library.CKA_TOKEN, library.CKA_PRIVATE, library.CKA_SENSITIVE];
  const uses = [library.CKA_ENCRYPT, library.CKA_DECRYPT];
  const no = [library.CKA_EXTRACTABLE, library.CKA_WRAP, library.CKA_UNWRAP, library.CKA_DERIVE];
  module.C_GenerateKey(session, { mechanism: library.CKM_AES_KEY_GEN }, [
    { type: library.CKA_CLASS, value: library.CKO_SECRET_KEY },
    { type: library.CKA_KEY_TYPE, value: library.CKK_AES },
    { type: library.CKA_VALUE_LEN, value: keyBytes },
    { type: library.CKA_LABEL, value: label },
    { type: library.CKA_ID, value: randomBytes(16) },
    ...[...yes, ...uses].map((type) => ({ type, value: true })),
    ...no.map((type) => ({ type, value: false })),
  ]);
}
