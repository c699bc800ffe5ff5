import type { RecordsFile } from '@wardkeep/client';

/** What a folder is looked through for; a file that is chosen by itself is taken whatever it is called. */
const RECORDS = /\.(?:json|ndjson|xml)(?:\.gz)?$/i;

/** Of folders what may hold records, all in the order of their names. Their bytes stay where they are. */
export function chosenFiles(files: readonly File[]): readonly RecordsFile[] {
  return files
    .map((file) => ({ name: pathOf(file), blob: file }))
    .filter(({ name }) => !name.includes('/') || RECORDS.test(name))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

/** Within the folder that was chosen (`webkitRelativePath`) or dropped (what the drop area says). */
function pathOf(file: File & { readonly relativePath?: string }): string {
  const path = file.webkitRelativePath || file.relativePath || file.name;
  return path.replace(/^\.?\//, '');
}
