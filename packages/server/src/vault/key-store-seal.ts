import { timingSafeEqual } from 'node:crypto';
import { blindIndex, type SecretKey } from '@wardkeep/crypto';
import { z } from 'zod';

/** What says that a file was written by this installation, and not by whoever can write to one copy. */
export interface FileSeal {
  readonly installation: string | null;
  /** 32 bytes, base64url; null only before the first key of this installation is made. */
  readonly mac: string | null;
}

/** Which files count. The keys: the installation's; or an epoch's own, after a recovery without the database. */
export interface StoreTrust {
  readonly installation: string;
  readonly key: SecretKey;
  readonly others: readonly SecretKey[];
}

const Seal = z.object({
  installation: z.uuid().nullable().default(null),
  mac: z.string().nullable().default(null),
});

/** @throws when the text is no JSON object. */
export function splitSeal(text: string): { readonly content: object; readonly seal: FileSeal } {
  const { installation, mac, ...content } = z.looseObject({}).parse(JSON.parse(text));
  return { content, seal: Seal.parse({ installation, mac }) };
}

/** Over every member but `mac`, and over the name: a file under another's name does not hold. docs/formats/key-store.md. */
export function macOf(
  key: SecretKey,
  name: string,
  content: object & { readonly installation: string | null },
): string {
  const field = { field: `key-store.${name}`, normaliser: 'exact-v1', bytes: 32 } as const;
  return blindIndex(key, field, JSON.stringify(sorted(content))).toString('base64url');
}

/** The key whose MAC this text has; undefined when it has none of these. */
export function sealerOf(text: string, name: string, trust: StoreTrust): SecretKey | undefined {
  try {
    const { content, seal } = splitSeal(text);
    const { installation, mac } = seal;
    if (installation !== trust.installation || mac === null) return undefined;
    return [trust.key, ...trust.others].find((key) =>
      isEqual(macOf(key, name, { ...content, installation }), mac),
    );
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof z.ZodError) return undefined;
    throw error;
  }
}

function isEqual(expected: string, found: string): boolean {
  const [a, b] = [Buffer.from(expected), Buffer.from(found)];
  return a.length === b.length && timingSafeEqual(a, b);
}

/** Members in the order of their names, at every depth. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(members.map(([name, member]) => [name, sorted(member)]));
}
