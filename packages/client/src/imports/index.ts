export { importUnits, type ImportUnit, type ImportUnits } from './import-units.ts';
export type { RecordsFile } from './records-file.ts';
export { UNITS_AT_ONCE, sendUnits, type SentUnit } from './send-units.ts';
