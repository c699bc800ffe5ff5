import { randomBytes } from 'node:crypto';
import type { PKCS11 } from 'pkcs11js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SecretKey } from '../secret-key.ts';
import { testRootProvider } from '../testing/providers/conformance.ts';
import {
  moduleProcesses,
  startSoftHsm,
  whySoftHsmIsMissing,
  type SoftHsm,
} from '../testing/providers/soft-hsm.ts';
import { openToken, type Library, type Token } from './pkcs11-token.ts';
import { generatePkcs11Key, openPkcs11Provider } from './pkcs11.ts';

const identity = { purpose: 'epoch', owner: 'deployment', name: 'e-1' };
const missing = await whySoftHsmIsMissing();

if (missing) test.skip(`NOT TESTED, the PKCS #11 provider: ${missing}`, () => undefined);
else {
  testConformance();
  testOnToken();
}

test('a module that is no library is refused when the provider is opened', async (context) => {
  if (missing) return context.skip(missing);
  const opening = openPkcs11Provider({ module: '/dev/null', token: 't', key: 'k', pin: 'p' });
  await expect(opening).rejects.toMatchObject({ code: 'bad_input' });
  await expect.poll(moduleProcesses).toEqual([]);
});

test('a missing PIN is refused', async () => {
  const opening = openPkcs11Provider({ module: '/dev/null', token: 't', key: 'k', pin: '' });
  await expect(opening).rejects.toMatchObject({ code: 'bad_input' });
});

function testConformance(): void {
  testRootProvider('the PKCS #11 provider on SoftHSM', ['silent', 'down', 'disabled'], async () => {
    const hsm = startSoftHsm('conformance');
    const other = { ...hsm.place, key: 'other-root' };
    await generatePkcs11Key(hsm.place);
    await generatePkcs11Key(other);
    return {
      name: 'pkcs11',
      open: (timing) => openPkcs11Provider({ ...hsm.place, timing }),
      openOther: () => openPkcs11Provider(other),
      // Starting the module's process takes a part of it.
      impatient: { callMs: 3000, totalMs: 5000, backoffMs: 40 },
      faults: {
        silence: hsm.freeze,
        speak: hsm.thaw,
        down: hsm.unplug,
        up: hsm.plug,
        disable: () => permit(hsm, false),
        enable: () => permit(hsm, true),
      },
      stop: hsm.remove,
    };
  });
}

function testOnToken(): void {
  describe('on a SoftHSM token', () => {
    let hsm: SoftHsm;
    beforeAll(async () => {
      hsm = startSoftHsm('behaviour');
      await generatePkcs11Key(hsm.place);
    });
    afterAll(() => hsm.remove());
    testKey(() => hsm);
    testSession(() => hsm);
    testPin(() => hsm);
  });
}

function testKey(hsm: () => SoftHsm): void {
  test('the key is sensitive, not extractable, and neither shown nor wrapped by the token', async () => {
    await withSession(hsm(), ({ library, module, session }) => {
      const key = findKey({ library, module, session }, hsm().place.key);
      const flags = [
        'CKA_SENSITIVE',
        'CKA_EXTRACTABLE',
        'CKA_ALWAYS_SENSITIVE',
        'CKA_NEVER_EXTRACTABLE',
      ] as const;
      const values = module.C_GetAttributeValue(
        session,
        key,
        flags.map((flag) => ({ type: library[flag] })),
      );
      expect(values.map(({ value }) => Buffer.isBuffer(value) && value[0])).toEqual([1, 0, 1, 1]);
      const show = () => module.C_GetAttributeValue(session, key, [{ type: library.CKA_VALUE }]);
      expect(show).toThrow(/CKR_ATTRIBUTE_SENSITIVE/);
      const wrapping = module.C_GenerateKey(session, { mechanism: library.CKM_AES_KEY_GEN }, [
        { type: library.CKA_VALUE_LEN, value: 32 },
        { type: library.CKA_WRAP, value: true },
      ]);
      const mechanism = { mechanism: library.CKM_AES_KEY_WRAP };
      const wrap = () => module.C_WrapKey(session, mechanism, wrapping, key, Buffer.alloc(64));
      expect(wrap).toThrow(/CKR_KEY_UNEXTRACTABLE/);
    });
  });

  test('a key that can be taken from the token is denied', async () => {
    const place = { ...hsm().place, key: 'loose' };
    await withSession(hsm(), ({ library, module, session }) => {
      module.C_GenerateKey(session, { mechanism: library.CKM_AES_KEY_GEN }, [
        { type: library.CKA_VALUE_LEN, value: 32 },
        { type: library.CKA_LABEL, value: place.key },
        { type: library.CKA_TOKEN, value: true },
        { type: library.CKA_EXTRACTABLE, value: true },
        { type: library.CKA_ENCRYPT, value: true },
        { type: library.CKA_DECRYPT, value: true },
      ]);
    });
    const provider = await openPkcs11Provider(place);
    const wrapping = provider.wrap(SecretKey.generate(), identity);
    await expect(wrapping).rejects.toMatchObject({ code: 'provider_denied' });
    await provider.close();
  });

  test('no second key of one label is made, and a key that is not there is denied', async () => {
    await expect(generatePkcs11Key(hsm().place)).rejects.toMatchObject({ code: 'provider_denied' });
    const provider = await openPkcs11Provider({ ...hsm().place, key: 'absent' });
    const wrapping = provider.wrap(SecretKey.generate(), identity);
    await expect(wrapping).rejects.toMatchObject({ code: 'provider_denied' });
    await provider.close();
  });
}

function testSession(hsm: () => SoftHsm): void {
  test('a session that the module lost is an outage, not a changed wrap', async () => {
    await withToken(hsm(), ({ token, module }) => {
      const aad = Buffer.from('aad');
      const secret = randomBytes(32);
      const sealed = token.seal(secret, aad);
      expect(Buffer.from(token.open(sealed, aad)).equals(secret)).toBe(true);
      expect(() => token.open(sealed, Buffer.from('other'))).toThrow(failure('not_authentic'));
      module.C_Finalize();
      expect(() => token.open(sealed, aad)).toThrow(failure('transient'));
      expect(() => token.seal(secret, aad)).toThrow(failure('transient'));
      module.C_Initialize();
    });
  });

  test('a module whose process dies is started again within the same call', async () => {
    const provider = await openPkcs11Provider(hsm().place);
    const before = moduleProcesses();
    const wrap = await provider.wrap(SecretKey.generate(), identity);
    for (const pid of before) process.kill(pid, 'SIGKILL');
    await provider.unwrap(wrap, identity);
    expect(moduleProcesses()).not.toEqual(before);
    await provider.close();
  });

  test('closing leaves no process behind', async () => {
    const provider = await openPkcs11Provider(hsm().place);
    await provider.wrap(SecretKey.generate(), identity);
    expect(moduleProcesses()).toHaveLength(1);
    await provider.close();
    await expect.poll(moduleProcesses).toEqual([]);
  });
}

function testPin(hsm: () => SoftHsm): void {
  test('a wrong PIN is tried once, however many calls there are', async () => {
    const provider = await openPkcs11Provider({ ...hsm().place, pin: 'wrong-pin' });
    const call = () =>
      provider.wrap(SecretKey.generate(), identity).catch((error: unknown) => error);
    const denied = expect.objectContaining({
      code: 'provider_denied',
      message: 'The PKCS #11 token refused: CKR_PIN_INCORRECT.',
    });
    expect(await Promise.all([call(), call(), call(), call()])).toEqual(Array(4).fill(denied));
    // A second try would succeed now, and is not made.
    const { pin } = hsm().place;
    await withSession(hsm(), ({ module, session }) => module.C_SetPIN(session, pin, 'wrong-pin'));
    const withNewPin = { ...hsm(), place: { ...hsm().place, pin: 'wrong-pin' } };
    const afterwards = await call();
    await withSession(withNewPin, ({ module, session }) =>
      module.C_SetPIN(session, 'wrong-pin', pin),
    );
    expect(afterwards).toEqual(denied);
    await provider.close();
  });
}

type Session = { library: Library; module: PKCS11; session: Buffer };

/** A session of this process, besides those of providers. */
async function withSession(hsm: SoftHsm, action: (session: Session) => void): Promise<void> {
  const library = (await import('pkcs11js')).default;
  const module = new library.PKCS11(hsm.place.module);
  module.C_Initialize();
  try {
    const [slot] = module.C_GetSlotList(true);
    const flags = library.CKF_SERIAL_SESSION | library.CKF_RW_SESSION;
    const session = module.C_OpenSession(slot ?? Buffer.of(), flags);
    module.C_Login(session, library.CKU_USER, hsm.place.pin);
    action({ library, module, session });
  } finally {
    module.C_Finalize();
  }
}

async function withToken(
  hsm: SoftHsm,
  action: (opened: { token: Token; module: PKCS11 }) => void,
): Promise<void> {
  const library = (await import('pkcs11js')).default;
  const module = new library.PKCS11(hsm.place.module);
  try {
    action({ token: openToken(library, module, hsm.place), module });
  } finally {
    module.C_Finalize();
  }
}

function findKey({ library, module, session }: Session, label: string): Buffer {
  module.C_FindObjectsInit(session, [{ type: library.CKA_LABEL, value: label }]);
  const key = module.C_FindObjects(session);
  module.C_FindObjectsFinal(session);
  if (!key) throw new Error('the token has no such key');
  return key;
}

/** What an operator who disables a key does. */
async function permit(hsm: SoftHsm, value: boolean): Promise<void> {
  await withSession(hsm, (session) => {
    const key = findKey(session, hsm.place.key);
    const { library, module } = session;
    const uses = [library.CKA_ENCRYPT, library.CKA_DECRYPT].map((type) => ({ type, value }));
    module.C_SetAttributeValue(session.session, key, uses);
  });
}

function failure(verdict: string) {
  return expect.objectContaining({ verdict });
}
