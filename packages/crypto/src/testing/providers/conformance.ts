import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { withFlippedBit } from '../../../test/keys.ts';
import { CryptoError } from '../../errors.ts';
import type { CallTiming } from '../../providers/service-call.ts';
import type { RootProvider } from '../../root-provider.ts';
import { keyObjectOf, SecretKey } from '../../secret-key.ts';
import type { Fault } from './fault-server.ts';

/** What a service can suffer; what one can't is not tested. */
export type FaultName = 'misbehaves' | 'silent' | 'down' | 'disabled';

/** All that a service over HTTP can suffer here. */
export const everyFault: readonly FaultName[] = ['misbehaves', 'silent', 'down', 'disabled'];

/** How a service is made to suffer: what its list of faults names must be here. */
export type Faults = {
  suffer?: (fault: Fault) => void;
  /** Accepts and never answers. */
  silence?: () => void | Promise<void>;
  /** Ends `silence`, where `suffer` does not. */
  speak?: () => void | Promise<void>;
  down?: () => void | Promise<void>;
  up?: () => void | Promise<void>;
  disable?: () => void | Promise<void>;
  enable?: () => void | Promise<void>;
};

export type ProviderUnderTest = {
  readonly name: RootProvider['name'];
  /** A provider of the first key, again the same root each time. */
  readonly open: (timing?: Partial<CallTiming>) => Promise<RootProvider>;
  /** A provider of another key of the same service, which these credentials may use, too. */
  readonly openOther: () => Promise<RootProvider>;
  readonly faults: Faults;
  /** What a provider that is to give up soon is opened with. */
  readonly impatient?: CallTiming;
  readonly stop?: () => void | Promise<void>;
};

const identity = { purpose: 'epoch', owner: 'deployment', name: 'e-1' };
const refusals = ['not_authentic', 'bad_format'];
const impatientByDefault = { callMs: 1000, totalMs: 1500, backoffMs: 40 };
/** Where a layout ends and a wrapped key begins, from the end. */
const wrappedKeyBytes = 125;

/**
 * What every root provider promises, whatever stands behind it.
 *
 * @param start - called once; what it gives is shared by all tests.
 */
export function testRootProvider(
  title: string,
  faults: readonly FaultName[],
  start: () => Promise<ProviderUnderTest>,
): void {
  describe(title, () => {
    let under: ProviderUnderTest;
    let provider: RootProvider;
    const context: Context = { under: () => under, provider: () => provider };
    beforeAll(async () => {
      under = await start();
      provider = await under.open();
    }, 60_000);
    afterEach(() => under.faults.suffer?.({ kind: 'none' }));
    afterAll(async () => {
      await provider.close();
      await under.stop?.();
    });
    testWraps(context);
    testLoad(context);
    if (faults.includes('misbehaves')) testMisbehaviour(context);
    if (faults.includes('silent')) testSilence(context);
    if (faults.includes('down')) testOutage(context);
    if (faults.includes('disabled')) testDisabledKey(context);
    testClosing(context);
  });
}

type Context = { readonly under: () => ProviderUnderTest; readonly provider: () => RootProvider };

function testWraps({ under, provider }: Context): void {
  test('a key comes back as it was, under its id, and each wrap of it is another', async () => {
    const key = SecretKey.generate();
    const wraps = [await provider().wrap(key, identity), await provider().wrap(key, identity)];
    expect(Buffer.from(wraps[0] ?? []).equals(wraps[1] ?? new Uint8Array())).toBe(false);
    for (const wrap of wraps) {
      const back = await provider().unwrap(wrap, identity);
      expect(isSame(back, key)).toBe(true);
      expect(Buffer.from(wrap).includes(keyObjectOf(key).export())).toBe(false);
    }
    expect(provider().name).toBe(under().name);
    expect(provider().reference).toMatch(/^[\x21-\x7e]{1,300}$/);
  });

  test('another provider of the same root opens it', async () => {
    const key = SecretKey.generate();
    const wrap = await provider().wrap(key, identity);
    const again = await under().open();
    expect(isSame(await again.unwrap(wrap, identity), key)).toBe(true);
    expect(again.reference).toBe(provider().reference);
    await again.close();
  });

  test('empty and long identities are kept apart, and a malformed one is refused', async () => {
    const key = SecretKey.generate();
    const empty = { purpose: '', owner: '', name: '' };
    const wrap = await provider().wrap(key, empty);
    expect(isSame(await provider().unwrap(wrap, empty), key)).toBe(true);
    expect(await codeOf(provider().unwrap(wrap, identity))).toBe('not_authentic');
    const malformed = { ...identity, name: '\ud800' };
    expect(await codeOf(provider().wrap(key, malformed))).toBe('bad_input');
  });

  test('another purpose, owner or name is refused', async () => {
    const wrap = await provider().wrap(SecretKey.generate(), identity);
    for (const field of ['purpose', 'owner', 'name'] as const) {
      const other = { ...identity, [field]: `${identity[field]}x` };
      expect(await codeOf(provider().unwrap(wrap, other))).toBe('not_authentic');
    }
  });

  test('a changed bit in any byte is refused', async () => {
    const wrap = await provider().wrap(SecretKey.generate(), identity);
    // Of a long ciphertext of a service every third byte: its ends, and what follows it, wholly.
    const isTested = (i: number) => i < 48 || i >= wrap.length - 133 || i % 3 === 0;
    const places = [...wrap.keys()].filter(isTested);
    const changed = places.map((i) => withFlippedBit(wrap, i * 8 + (i % 8)));
    const codes = await inBatches(changed, (each) => codeOf(provider().unwrap(each, identity)));
    expect(codes.filter((code) => !refusals.includes(String(code)))).toEqual([]);
    // The layout's own bytes may tell that they are none; whatever is sealed tells nothing.
    const layout = [0, 1, 2, 3, wrap.length - wrappedKeyBytes];
    const isSealed = (_: unknown, i: number) => !layout.includes(places[i] ?? -1);
    expect(new Set(codes.filter(isSealed))).toEqual(new Set(['not_authentic']));
  }, 20_000);

  test('a wrapped key beside another’s wrapping is refused', async () => {
    const [one, two] = [await wrapNew(provider()), await wrapNew(provider())];
    const moved = Buffer.concat([
      one.subarray(0, -wrappedKeyBytes),
      two.subarray(-wrappedKeyBytes),
    ]);
    if (moved.equals(two)) return; // a local root has one part only: its wrap moves whole
    expect(await codeOf(provider().unwrap(moved, identity))).toBe('not_authentic');
  });

  test('a wrap by another root is refused', async () => {
    const other = await under().openOther();
    expect(other.reference).not.toBe(provider().reference);
    const wrap = await wrapNew(other);
    expect(await codeOf(provider().unwrap(wrap, identity))).toBe('not_authentic');
    await other.close();
  });

  test('bytes that are missing or too many are refused', async () => {
    const wrap = await wrapNew(provider());
    const others = [
      Buffer.of(),
      wrap.subarray(0, 1),
      wrap.subarray(0, 4),
      wrap.subarray(0, -1),
      wrap.subarray(1),
      wrap.subarray(0, -wrappedKeyBytes),
      Buffer.concat([wrap, Buffer.of(0)]),
      Buffer.concat([wrap, wrap]),
    ];
    const codes = await Promise.all(
      others.map((each) => codeOf(provider().unwrap(each, identity))),
    );
    expect(codes.every((code) => refusals.includes(String(code)))).toBe(true);
  });

  test('a key that was destroyed can’t be wrapped', async () => {
    const key = SecretKey.generate();
    key.destroy();
    expect(await codeOf(provider().wrap(key, identity))).toBe('key_destroyed');
  });
}

function testLoad({ under, provider }: Context): void {
  test('50 calls at once all succeed, also as the first that a provider gets', async () => {
    const fresh = await under().open();
    const keys = Array.from({ length: 50 }, () => SecretKey.generate());
    const wraps = await Promise.all(keys.map((key) => fresh.wrap(key, identity)));
    const back = await Promise.all(wraps.map((wrap) => provider().unwrap(wrap, identity)));
    expect(back.every((key, i) => isSame(key, keys[i]))).toBe(true);
    await fresh.close();
  }, 20_000);
}

function testMisbehaviour({ under, provider }: Context): void {
  test('a slow answer within the deadline is waited for', async () => {
    const suffer = given(under().faults.suffer);
    suffer({ kind: 'slow', ms: 150 });
    await expectRoundTrip(provider());
  });

  test('throttling is waited out', async () => {
    const suffer = given(under().faults.suffer);
    const patient = await under().open({ backoffMs: 40 });
    suffer({ kind: 'throttled', left: 3 });
    await expectRoundTrip(patient);
    await patient.close();
  });

  test('throttling without end is unavailable, in time', async () => {
    const suffer = given(under().faults.suffer);
    const { impatient = impatientByDefault } = under();
    const hasty = await under().open(impatient);
    suffer({ kind: 'throttled', left: Infinity });
    const begin = performance.now();
    expect(await codeOf(hasty.wrap(SecretKey.generate(), identity))).toBe(unavailable);
    expect(performance.now() - begin).toBeLessThan(impatient.totalMs + 2000);
    await hasty.close();
  });

  test.each(['failing', 'garbage'] as const)('a %s service is unavailable', async (kind) => {
    const suffer = given(under().faults.suffer);
    const wrap = await wrapNew(provider());
    suffer({ kind });
    const calls = [
      provider().unwrap(wrap, identity),
      provider().wrap(SecretKey.generate(), identity),
    ];
    expect(await Promise.all(calls.map(codeOf))).toEqual([unavailable, unavailable]);
  });
}

function testSilence({ under, provider }: Context): void {
  test('a service that never answers is unavailable, in time', async () => {
    const silence = given(under().faults.silence);
    const { impatient = impatientByDefault } = under();
    const hasty = await under().open(impatient);
    const wrap = await wrapNew(provider());
    await silence();
    const begin = performance.now();
    const code = await codeOf(hasty.unwrap(wrap, identity));
    const tookMs = performance.now() - begin;
    under().faults.suffer?.({ kind: 'none' });
    await under().faults.speak?.();
    expect(code).toBe(unavailable);
    expect(tookMs).toBeLessThan(impatient.totalMs + 2000);
    await expectRoundTrip(hasty);
    await hasty.close();
  });
}

function testOutage({ under, provider }: Context): void {
  test('a service that is gone is unavailable, and used again once it is back', async () => {
    const [down, up] = [given(under().faults.down), given(under().faults.up)];
    const wrap = await wrapNew(provider());
    await down();
    const code = await codeOf(provider().unwrap(wrap, identity));
    await up();
    expect(code).toBe(unavailable);
    await provider().unwrap(wrap, identity);
    await expectRoundTrip(provider());
  });
}

function testDisabledKey({ under, provider }: Context): void {
  test('a disabled key is denied, and used again once it is enabled', async () => {
    const [disable, enable] = [given(under().faults.disable), given(under().faults.enable)];
    const wrap = await wrapNew(provider());
    await disable();
    const calls = [
      provider().unwrap(wrap, identity),
      provider().wrap(SecretKey.generate(), identity),
    ];
    const codes = await Promise.all(calls.map(codeOf));
    await enable();
    expect(codes).toEqual(['provider_denied', 'provider_denied']);
    await provider().unwrap(wrap, identity);
  });
}

function testClosing({ under }: Context): void {
  test('a closed provider answers nothing, and what waited for it ends', async () => {
    const closing = await under().open();
    const wrap = await wrapNew(closing);
    const { suffer } = under().faults;
    suffer?.({ kind: 'silent' });
    const waiting = suffer ? codeOf(closing.unwrap(wrap, identity)) : unavailable;
    await closing.close();
    expect(await waiting).toBe(unavailable);
    const calls = [closing.unwrap(wrap, identity), closing.wrap(SecretKey.generate(), identity)];
    expect(await Promise.all(calls.map(codeOf))).toEqual([unavailable, unavailable]);
    await closing.close();
  });
}

const unavailable = 'provider_unavailable';

function given<T>(fault: T | undefined): T {
  if (fault) return fault;
  throw new Error('a fault that is to be tested can’t be made');
}

async function wrapNew(provider: RootProvider): Promise<Buffer> {
  return Buffer.from(await provider.wrap(SecretKey.generate(), identity));
}

async function expectRoundTrip(provider: RootProvider): Promise<void> {
  const key = SecretKey.generate();
  const back = await provider.unwrap(await provider.wrap(key, identity), identity);
  expect(isSame(back, key)).toBe(true);
}

function isSame(one: SecretKey, other: SecretKey | undefined): boolean {
  return other !== undefined && one.id === other.id && keyObjectOf(one).equals(keyObjectOf(other));
}

/** The code of the refusal, once it was checked that its message tells nothing secret. */
async function codeOf(call: Promise<unknown>): Promise<unknown> {
  try {
    await call;
  } catch (error) {
    if (!(error instanceof CryptoError)) return error;
    // No run of characters that could be a key, a token or a ciphertext.
    expect(error.message).not.toMatch(/[\w+/=-]{40}/);
    expect(error.message.length).toBeLessThan(200);
    expect(error.cause).toBeUndefined();
    return error.code;
  }
  return 'nothing was thrown';
}

async function inBatches<T, R>(all: readonly T[], action: (each: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (let i = 0; i < all.length; i += 25) {
    results.push(...(await Promise.all(all.slice(i, i + 25).map(action))));
  }
  return results;
}
