import { linesOf } from './lines.ts';
import { belongsTo, isObject, namesOf, referencesIn } from './patient-rules.ts';
import type { KnownFile } from './records-file.ts';

/** Where the records of NDJSON files are: places, and nothing of what is in them. */
export interface PatientIndex {
  /** `Patient/…`, in the order in which they were met. */
  readonly patients: readonly string[];
  readonly lines: number;
  /** Lines that are no resource, or name several patients; the first of them. */
  readonly leftOut: readonly {
    readonly file: string;
    readonly line: number;
    readonly why: string;
  }[];
  readonly leftOutCount: number;
  /** One patient's records with everybody whom they refer to, as NDJSON. */
  read(patient: string): Promise<Blob>;
}

const LEFT_OUT_MOST = 500;

/** Lines that follow each other in a file are one stretch. */
interface Stretch {
  readonly file: number;
  readonly from: number;
  to: number;
}

/**
 * Goes over NDJSON files once and remembers which lines are whose. A million records take some 100 MB at most; a file
 * that is ordered by patient takes next to nothing.
 */
export async function indexPatients(
  files: readonly KnownFile[],
  onLines: (lines: number) => void = () => undefined,
): Promise<PatientIndex> {
  const owned = new Map<string, Stretch[]>();
  const shared = new Map<string, Stretch>();
  const leftOut: { file: string; line: number; why: string }[] = [];
  let [lines, leftOutCount] = [0, 0];
  for (const [file, { name, blob }] of files.entries()) {
    let line = 0;
    for await (const { offset, length, text } of linesOf(blob)) {
      [line, lines] = [line + 1, lines + 1];
      if (lines % 10_000 === 0) onLines(lines);
      const stretch = { file, from: offset, to: offset + length + 1 };
      const why = place(text, stretch, { owned, shared });
      if (why === undefined) continue;
      leftOutCount += 1;
      if (leftOut.length < LEFT_OUT_MOST) leftOut.push({ file: name, line, why });
    }
  }
  onLines(lines);
  return {
    patients: [...owned.keys()],
    lines,
    leftOut,
    leftOutCount,
    read: (patient) => readPatient(files, owned.get(patient) ?? [], shared),
  };
}

interface Places {
  readonly owned: Map<string, Stretch[]>;
  readonly shared: Map<string, Stretch>;
}

/** @returns why it is left out, if it is. */
function place(text: string, stretch: Stretch, { owned, shared }: Places): string | undefined {
  const resource = parsed(text);
  if (resource === undefined) return 'is no resource';
  const belongs = belongsTo(resource, text);
  if (belongs === 'several') return 'names several patients, or a patient without an id';
  if (belongs === 'everybody') {
    for (const name of namesOf(resource)) shared.set(name, stretch);
    return undefined;
  }
  const stretches = owned.get(belongs.to) ?? [];
  const last = stretches.at(-1);
  if (last?.file === stretch.file && last.to === stretch.from) last.to = stretch.to;
  else stretches.push(stretch);
  owned.set(belongs.to, stretches);
  return undefined;
}

function parsed(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) && typeof value['resourceType'] === 'string' ? value : undefined;
  } catch {
    // Which line it is, is said; what stands in it, is not.
    return undefined;
  }
}

async function readPatient(
  files: readonly KnownFile[],
  own: readonly Stretch[],
  shared: ReadonlyMap<string, Stretch>,
): Promise<Blob> {
  const parts: string[] = [];
  const taken = new Set<Stretch>(own);
  let waiting = [...own];
  while (waiting.length > 0) {
    const texts = await Promise.all(waiting.map((each) => textOf(files, each)));
    parts.push(...texts);
    waiting = [];
    for (const reference of texts.flatMap(referencesIn)) {
      const named = shared.get(reference);
      if (named === undefined || taken.has(named)) continue;
      taken.add(named);
      waiting.push(named);
    }
  }
  return new Blob(parts);
}

async function textOf(files: readonly KnownFile[], { file, from, to }: Stretch): Promise<string> {
  const text = await files[file]?.blob.slice(from, to).text();
  if (text === undefined) throw new RangeError('a stretch is of one of the files');
  return text.endsWith('\n') ? text : `${text}\n`;
}
