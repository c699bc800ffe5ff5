import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What the vector files that the tests use have in common; bytes are hexadecimal. */
export type WycheproofTest = {
  readonly tcId: number;
  readonly comment: string;
  readonly result: 'valid' | 'invalid' | 'acceptable';
  readonly flags: readonly string[];
} & Readonly<Record<string, unknown>>;

export type WycheproofGroup = Readonly<Record<string, unknown>> & {
  readonly tests: readonly WycheproofTest[];
};

const directory = join(import.meta.dirname, '../../../../shared/data/crypto/wycheproof');

/** Project Wycheproof's vectors lie beside the repository; where they do not, their tests skip. */
export const hasWycheproof = existsSync(directory);

/** Title of a test that needs them: says so where it is skipped. */
export function needsWycheproof(title: string): string {
  return hasWycheproof ? title : `SKIPPED, no Wycheproof vectors here: ${title}`;
}

export function readWycheproof(file: string): readonly WycheproofGroup[] {
  const parsed: unknown = JSON.parse(readFileSync(join(directory, file), 'utf8'));
  return (parsed as { testGroups: WycheproofGroup[] }).testGroups; // a file of the published schema
}

/** A field of a test, from hexadecimal. */
export function bytesOf(test: WycheproofTest, field: string): Buffer {
  return Buffer.from(String(test[field]), 'hex');
}
