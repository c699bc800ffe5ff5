/**
 * Measures us beside the limit and beside others (bench/README.md):
 *
 *   node bench/run.ts [--only PREFIX] [--json] [--list]
 *
 * Rows go to standard output, as a table or as one JSON array; progress goes to standard error.
 */
import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { installPeers } from './peers.ts';
import type { Row, RowGroup } from './row.ts';
import { auditReadRows } from './rows/audit-read.ts';
import { auditSearchRows } from './rows/audit-search.ts';
import { auditSequenceRows } from './rows/audit-sequence.ts';
import { auditVerifyRows } from './rows/audit-verify.ts';
import { fhirBundleRows } from './rows/fhir-bundles.ts';
import { fhirChartSearchRows } from './rows/fhir-chart-search.ts';
import { fhirOneRows } from './rows/fhir-one.ts';
import { fileRows } from './rows/file.ts';
import { gateRows } from './rows/gate-decide.ts';
import { keyRows } from './rows/keys.ts';
import { largeFileRows } from './rows/large-file.ts';
import { valueRows } from './rows/value.ts';
import { rewrapRows } from './rows/rewrap.ts';
import { sessionRows } from './rows/session.ts';
import { tableOf } from './table.ts';

/** Each file of rows/ is one group. */
const groups: readonly RowGroup[] = [
  valueRows,
  fileRows,
  largeFileRows,
  keyRows,
  rewrapRows,
  sessionRows,
  gateRows,
  auditReadRows,
  auditSearchRows,
  auditSequenceRows,
  auditVerifyRows,
  fhirOneRows,
  fhirChartSearchRows,
  fhirBundleRows,
];

const { values: options } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    list: { type: 'boolean', default: false },
    only: { type: 'string', default: '' },
  },
});
const wanted = (name: string): boolean => name.startsWith(options.only);
const log = (line: string): void => console.error(`bench: ${line}`);

if (!groups.some(({ names }) => names.some(wanted))) {
  log(`No row begins with ${options.only}; --list names them.`);
  process.exitCode = 2;
} else if (options.list) {
  for (const name of groups.flatMap(({ names }) => names).filter(wanted)) console.log(name);
} else {
  const rows = await measureAll();
  console.log(options.json ? JSON.stringify(rows, null, 2) : tableOf(rows));
}

async function measureAll(): Promise<Row[]> {
  installPeers(log);
  log(
    `load average ${loadavg()
      .map((load) => load.toFixed(1))
      .join(' ')}`,
  );
  const rows: Row[] = [];
  for (const group of groups) {
    if (group.names.some(wanted)) rows.push(...(await group.run(wanted, log)));
  }
  return rows;
}
