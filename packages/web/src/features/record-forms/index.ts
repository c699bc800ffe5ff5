export { AddRecordPage } from './add-record-page.tsx';
export { EditRecordPage } from './edit-record-page.tsx';
