import { z } from 'zod';
import { Problem } from './problem.ts';

/**
 * One line of an `application/x-ndjson` reply: counts while the work goes on, then exactly one `reply`
 * or `problem`. Progress lines hold counts only; nothing personal leaves before the audit event is durable.
 */
export const ProgressLine = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('progress'), phase: z.string(), done: z.int(), total: z.int() }),
  z.object({ kind: z.literal('reply'), status: z.int(), body: z.unknown() }),
  z.object({ kind: z.literal('problem'), problem: Problem }),
]);
export type ProgressLine = z.infer<typeof ProgressLine>;
export type Progress = { readonly phase: string; readonly done: number; readonly total: number };
