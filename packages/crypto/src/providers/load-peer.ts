import { CryptoError } from '../errors.ts';

/**
 * An optional package, loaded when a provider that needs it is opened.
 *
 * @throws {@link CryptoError} `unsupported`, naming the package to install.
 */
export async function loadPeer<T>(packageName: string, load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (cause) {
    const advice = `Install the npm package ${packageName}: this provider needs it.`;
    throw new CryptoError('unsupported', advice, { cause });
  }
}
