import { IMPORT_BYTES, type IMPORT_MEDIA_TYPES } from '@wardkeep/contract';

export type ImportFault = 'too-large' | 'not-json' | 'not-bundle' | 'empty';

export type ImportKind = keyof typeof IMPORT_MEDIA_TYPES;

/** What a file is, by its beginning; its name says nothing that could be relied on. */
export type Recognised = { readonly fault: ImportFault } | { readonly kind: ImportKind };

/** Enough to know what it is. */
const BEGINNING = 64 * 1024;

/**
 * Looks at a file before it is sent: whether it could be a file of records at all, and of which kind. The server decides;
 * this only spares somebody the upload of a photograph.
 */
export async function recognise(file: File): Promise<Recognised> {
  if (file.size > IMPORT_BYTES) return { fault: 'too-large' };
  if (file.size === 0) return { fault: 'empty' };
  const beginning = (await file.slice(0, BEGINNING).text()).replace(/^\uFEFF/, '').trimStart();
  if (beginning.startsWith('<')) return xmlKind(beginning);
  if (!beginning.startsWith('{')) return { fault: 'not-json' };
  const [line = ''] = beginning.split('\n');
  const first = parsed(line);
  // A whole record in the first line, which is no Bundle: more of them follow, one a line.
  if (isRecord(first) && first.resourceType !== 'Bundle') return { kind: 'ndjson' };
  if (isRecord(first)) return { kind: 'bundle' };
  const whole = parsed(await file.text());
  if (whole === undefined) return { fault: 'not-json' };
  return isRecord(whole) && whole.resourceType === 'Bundle'
    ? { kind: 'bundle' }
    : { fault: 'not-bundle' };
}

function xmlKind(beginning: string): Recognised {
  return /<(?:\w+:)?ClinicalDocument[\s>]/.test(beginning)
    ? { kind: 'ccda' }
    : { fault: 'not-json' };
}

function isRecord(value: unknown): value is { readonly resourceType: string } {
  return (
    typeof value === 'object' &&
    value !== null &&
    'resourceType' in value &&
    typeof value.resourceType === 'string'
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
