import { IMPORT_BYTES, IMPORT_MEDIA_TYPES } from '@wardkeep/contract';
import { indexPatients } from './patient-index.ts';
import { UnreadableFile, knownFile, type KnownFile, type RecordsFile } from './records-file.ts';

/** What is sent with one request: one patient's records. */
export interface ImportUnit {
  /** The file, or of NDJSON the patient. */
  readonly name: string;
  readonly mediaType: string;
  readonly read: () => Promise<Blob>;
}

export interface ImportUnits {
  readonly units: readonly ImportUnit[];
  /** Files that can't be sent, and lines that belong to nobody; the first of them. */
  readonly leftOut: readonly { readonly name: string; readonly why: string }[];
  readonly leftOutCount: number;
}

/**
 * Takes files apart into requests: a Bundle and a C-CDA document are one patient's, and lines of all NDJSON files together
 * are grouped by patient. Only places are kept; each is read when it is sent.
 */
export async function importUnits(
  files: readonly RecordsFile[],
  onLines?: (lines: number) => void,
): Promise<ImportUnits> {
  const leftOut: { name: string; why: string }[] = [];
  const ndjson: KnownFile[] = [];
  const units: ImportUnit[] = [];
  for (const file of files) {
    const known = await looked(file);
    if (known instanceof UnreadableFile) leftOut.push({ name: file.name, why: WHY[known.code] });
    else if (known.format === 'ndjson') ndjson.push(known);
    else units.push(unitOf(file, known));
  }
  if (ndjson.length === 0) return { units, leftOut, leftOutCount: leftOut.length };
  const index = await indexPatients(ndjson, onLines);
  const [mediaType] = IMPORT_MEDIA_TYPES.ndjson;
  for (const name of index.patients) units.push({ name, mediaType, read: () => index.read(name) });
  return {
    units,
    leftOut: [
      ...leftOut,
      ...index.leftOut.map(({ file, line, why }) => ({ name: `${file}, line ${line}`, why })),
    ],
    leftOutCount: leftOut.length + index.leftOutCount,
  };
}

/** Kept as it came: what was unpacked to look at it is unpacked again when its turn comes. */
function unitOf(file: RecordsFile, { format }: KnownFile): ImportUnit {
  const [mediaType] = IMPORT_MEDIA_TYPES[format];
  const read = async (): Promise<Blob> => (await knownFile(file, IMPORT_BYTES)).blob;
  return { name: file.name, mediaType, read };
}

async function looked(file: RecordsFile): Promise<KnownFile | UnreadableFile> {
  try {
    return await knownFile(file, IMPORT_BYTES);
  } catch (error) {
    if (error instanceof UnreadableFile) return error;
    throw error;
  }
}

const WHY: Readonly<Record<UnreadableFile['code'], string>> = {
  damaged: 'is damaged: it does not unpack',
  empty: 'is empty',
  too_large: `is larger than ${IMPORT_BYTES / 1024 / 1024} MiB, unpacked`,
  unknown: 'is no FHIR Bundle, NDJSON or C-CDA document',
};
