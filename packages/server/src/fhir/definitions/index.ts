export { loadGenerated } from './load-generated.ts';
