export { CcdaError, type CcdaErrorCode } from './ccda-error.ts';
export { convertCcda, type ConvertedCcda } from './convert-ccda.ts';
export type { NotTaken } from './conversion.ts';
