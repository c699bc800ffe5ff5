export type { Bytes, CallInput, Client } from './call-types.ts';
export { type ClientOptions, createClient } from './client.ts';
export { ClientError, type ClientErrorCode, ProblemError } from './errors.ts';
