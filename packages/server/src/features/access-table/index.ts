export { accessRows, type AccessRow, type Way } from './access-rows.ts';
export { readAccessTable } from './read-access-table.ts';
