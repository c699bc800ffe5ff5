export { type Difference, compareRecords } from './compare-rules.ts';
export { VersionsPage } from './versions-page.tsx';
