import type { Operator } from './operator-command.ts';
import { membersOf, type Members } from './operator-reply.ts';
import type { Surroundings } from './surroundings.ts';

interface RunningWork {
  /** For example `keys.rotate`. */
  readonly name: string;
  readonly state: string;
  /** Empty before there is any. */
  readonly progress: string;
}

/** Says, where progress is said, that what was begun before goes on first: asking again does not begin anew. */
export async function tellOfRunningWork(
  { stderr }: Pick<Surroundings, 'stderr'>,
  operator: Operator,
): Promise<void> {
  const names = runningWork(await operator.read('/keys')).map(({ name }) => name);
  if (names.length === 0) return;
  stderr.write(`Running already: ${names.join(', ')}. This follows it, or waits for it.\n`);
}

/** Of the answer to `GET /keys`. */
export function runningWork({ running }: Members): readonly RunningWork[] {
  return (Array.isArray(running) ? running : []).map((each) => {
    const { work = '', state = '', progress } = membersOf(each) ?? {};
    return { name: String(work), state: String(state), progress: progressOf(membersOf(progress)) };
  });
}

function progressOf(progress: Members | undefined): string {
  if (progress === undefined) return '';
  const { phase = '', done = 0, total = 0 } = progress;
  return `${String(phase)} ${String(done)} of ${String(total)}`;
}
