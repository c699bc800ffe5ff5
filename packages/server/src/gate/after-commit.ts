import type { Gate } from './gate.ts';
import type { Touched } from './scope.ts';

/** The request has succeeded: what fails now is logged, and is for a clean-up to find. */
export async function runAfterCommit(
  gate: Gate,
  touched: Pick<Touched, 'afterCommit'>,
): Promise<void> {
  const results = await Promise.allSettled(touched.afterCommit.map((work) => work()));
  for (const { status } of results) {
    if (status === 'rejected') gate.log.warn({}, 'work after a commit failed');
  }
}
