import { asKeyId, SecretKey } from '../src/secret-key.ts';

/** A key as the vectors write it. */
export type KeyJson = { readonly id: string; readonly bytes: string };

export function keyFromJson({ id, bytes }: KeyJson): SecretKey {
  return SecretKey.fromBytes(asKeyId(id), Buffer.from(bytes, 'hex'));
}

/** A key of the given bytes, under an id that does not matter. */
export function keyOf(bytes: Uint8Array): SecretKey {
  return SecretKey.fromBytes(asKeyId('00'.repeat(16)), Uint8Array.from(bytes));
}

/** The code of what `action` throws: what a refusal must say, whatever its message. */
export function codeOf(action: () => unknown): unknown {
  try {
    action();
  } catch (error) {
    return error instanceof Error && 'code' in error ? error.code : error;
  }
  return 'nothing was thrown';
}

/** As {@link codeOf}, of a promise. */
export async function codeOfAsync(action: () => Promise<unknown>): Promise<unknown> {
  const outcome: unknown = await action().then(
    () => undefined,
    (error: unknown) => error,
  );
  return codeOf(() => {
    // oxlint-disable-next-line typescript/only-throw-error -- thrown on as it came
    if (outcome !== undefined) throw outcome;
  });
}

/** A copy that differs in one bit, still typed as what storage holds. */
export function withFlippedBit<Bytes extends Uint8Array>(bytes: Bytes, bit: number): Bytes {
  const copy: Uint8Array = Buffer.from(bytes);
  copy[bit >> 3] = (copy[bit >> 3] ?? 0) ^ (1 << (bit & 7));
  return copy as Bytes; // a lie on purpose: what an attacker writes keeps its type in the program
}
