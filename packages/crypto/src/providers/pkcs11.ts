import { CryptoError } from '../errors.ts';
import type { RootProvider } from '../root-provider.ts';
import { isAboutPin } from './pkcs11-errors.ts';
import type { TokenPlace } from './pkcs11-token.ts';
import { createServiceCaller, type CallTiming } from './service-call.ts';
import { ServiceFailure } from './service-failure.ts';
import { serviceProvider } from './service-provider.ts';
import { tokenProcess } from './token-process.ts';

export type Pkcs11Options = {
  /** Path of the vendor's library, e.g. `/usr/lib/softhsm/libsofthsm2.so`. */
  readonly module: string;
  /** Label of the token. */
  readonly token: string;
  /** Label of the AES-256 key: sensitive and not extractable. */
  readonly key: string;
  /** Of the token's user. */
  readonly pin: string;
  readonly timing?: Partial<CallTiming> | undefined;
};

/**
 * A root key in a hardware security module, over PKCS #11. The module runs in a process of its own,
 * whose environment is this one's. No token is touched before the first wrap.
 *
 * After a refused PIN nothing is asked of the token again: three tries lock it.
 *
 * @throws {@link CryptoError} `unsupported` without the package pkcs11js, `bad_input` if the module
 * can't be loaded.
 */
export async function openPkcs11Provider(options: Pkcs11Options): Promise<RootProvider> {
  const { token, key } = options;
  const device = await openDevice(options);
  return serviceProvider({
    name: 'pkcs11',
    // RFC 7512.
    reference: `pkcs11:token=${encodeURIComponent(token)};object=${encodeURIComponent(key)}`,
    caller: device.caller,
    service: {
      seal: (bytes, { aad }, signal) => device.ask({ kind: 'seal', bytes, aad }, signal),
      open: (bytes, { aad }, signal) => device.ask({ kind: 'open', bytes, aad }, signal),
      close: device.close,
    },
  });
}

/**
 * Makes the key that `options` name on the token: AES-256, sensitive, not extractable.
 *
 * @throws {@link CryptoError} `provider_denied` if the token has a key of this label; else as the
 * provider.
 */
export async function generatePkcs11Key(options: Pkcs11Options): Promise<void> {
  const device = await openDevice(options);
  try {
    await device.caller.call((signal) => device.ask({ kind: 'generate' }, signal));
  } finally {
    device.close();
  }
}

type Action =
  | { readonly kind: 'seal' | 'open'; readonly bytes: Uint8Array; readonly aad: Uint8Array }
  | { readonly kind: 'generate' };

async function openDevice({ module, token, key, pin, timing }: Pkcs11Options) {
  if ([module, token, key, pin].includes('')) {
    throw new CryptoError('bad_input', 'Module, token, key and PIN must all be given.');
  }
  const process = tokenProcess(module);
  const judge = () => 'transient' as const;
  const service = 'The PKCS #11 token';
  const caller = createServiceCaller({ service, judge, timing });
  const place: TokenPlace = { token, key, pin };
  let pinRefusal: ServiceFailure | undefined;
  const ask = async (action: Action, signal: AbortSignal): Promise<Uint8Array> => {
    if (pinRefusal) throw pinRefusal;
    try {
      return await process.ask({ ...action, place }, signal);
    } catch (error) {
      if (error instanceof ServiceFailure && isAboutPin(error)) pinRefusal = error;
      throw error;
    }
  };
  const close = () => {
    caller.close();
    process.end();
  };
  try {
    // Not the token's time: nothing is asked of it yet.
    const loader = createServiceCaller({ service, judge });
    await loader.call((signal) => process.ask({ kind: 'load', module }, signal));
  } catch (error) {
    close();
    throw error;
  }
  return { caller, ask, close };
}
