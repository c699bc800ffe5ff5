import { randomBytes } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { patternsFor } from './encodings.ts';
import type { Needle } from './needle.ts';
import { scanDirectory, type ScanOptions, type ScanReport } from './scan-directory.ts';

export interface ControlledReport {
  /** Without what was planted. */
  readonly report: ScanReport;
  /** Encodings of the planted needle that were not found; when there is any, the scan proves nothing. */
  readonly missed: readonly string[];
}

/**
 * Scans with a planted needle: a scan that finds nothing says something only if it would have found something. What is
 * planted is made up, in a file of its own in the scanned directory, which is removed again whatever happens.
 */
export async function scanWithControl(
  directory: string,
  needles: readonly Needle[],
  options: ScanOptions & { readonly plant?: typeof plant } = {},
): Promise<ControlledReport> {
  const name = `wardkeep-scan-control-${randomBytes(8).toString('hex')}`;
  const file = path.join(directory, name);
  const control: Needle = { label: name, value: `Ctrl é ${randomBytes(12).toString('hex')}` };
  try {
    await (options.plant ?? plant)(file, control);
    const report = await scanDirectory(directory, [...needles, control], options);
    const found = report.findings.filter(({ needle }) => needle === name);
    const encodings = new Set(found.map(({ encoding }) => encoding));
    return {
      report: {
        ...report,
        files: report.files - 1,
        needles: needles.length,
        findings: report.findings.filter(({ needle }) => needle !== name),
      },
      missed: plantedEncodings(control).filter((encoding) => !encodings.has(encoding)),
    };
  } finally {
    await rm(file, { force: true });
  }
}

function plantedEncodings(control: Needle): readonly string[] {
  return [...new Set(patternsFor([control]).map(({ encoding }) => encoding))];
}

/** Every pattern of the control, each between bytes that belong to nothing. */
async function plant(file: string, control: Needle): Promise<void> {
  const separator = Buffer.from([0xff, 0xfe, 0xff]);
  const parts = patternsFor([control]).flatMap(({ bytes }) => [separator, bytes]);
  await writeFile(file, Buffer.concat([...parts, separator]), { mode: 0o600, flag: 'wx' });
}
