export { splitNdjson, type NdjsonLine, type NdjsonRefusal } from './split-ndjson.ts';
