export { ImportPage } from './import-page.tsx';
export { RecordPage } from './record-page.tsx';
export { recordDate, recordTitle } from './record-title.ts';
export { RecordView } from './record-view.tsx';
export { type RecordWords, capitalised, useRecordWords } from './record-words.ts';
export { unitText } from './unit-text.ts';
