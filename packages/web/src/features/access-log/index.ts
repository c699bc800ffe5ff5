export { AccessLogPage } from './access-log-page.tsx';
export { accessSentence } from './access-sentence.ts';
