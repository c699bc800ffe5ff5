import { IMPORT_BYTES } from '@wardkeep/contract';

export type ImportFault = 'too-large' | 'not-json' | 'not-bundle' | 'empty';

/**
 * Looks at a file before it is sent: whether it is JSON that could be a record file at all. The
 * server decides; this only spares somebody the upload of a photograph.
 */
export async function importFault(file: File): Promise<ImportFault | undefined> {
  if (file.size > IMPORT_BYTES) return 'too-large';
  if (file.size === 0) return 'empty';
  const parsed = parse(await file.text());
  if (parsed === undefined) return 'not-json';
  const bundle =
    typeof parsed === 'object' &&
    parsed !== null &&
    'resourceType' in parsed &&
    parsed.resourceType === 'Bundle';
  return bundle ? undefined : 'not-bundle';
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
