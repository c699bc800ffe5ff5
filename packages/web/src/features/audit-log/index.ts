export { AuditSearchPage } from './audit-search-page.tsx';
export { eventSearch, queryOf, type EventSearch } from './event-search.ts';
export { useEventWords } from './event-words.ts';
export { usePersonNames } from './person-names.ts';
