export { AccessTablePage } from './access-table-page.tsx';
