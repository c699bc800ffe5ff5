/** Tells whoever waits how far the work is; never anything that somebody must not see over a shoulder. */
export interface Progress {
  /** @param text - One line. On a terminal it replaces the line before; elsewhere it is written when `isStep` says so. */
  show(text: string, isStep: boolean): void;
  /** Clears the line, so that what is written next starts on an empty one. */
  clear(): void;
}

/** A terminal, or a file or pipe that is none. */
export type TerminalOutput = NodeJS.WritableStream & {
  readonly isTTY?: boolean;
  readonly columns?: number;
};

/** On standard error, so that standard output holds the result and nothing else. */
export function createProgress(stderr: TerminalOutput): Progress {
  let hasLine = false;
  return {
    show: (text, isStep) => {
      if (stderr.isTTY !== true) {
        if (isStep) stderr.write(`${text}\n`);
        return;
      }
      const columns = Math.max(20, stderr.columns || 80) - 1;
      stderr.write(`\r\u001B[K${text.slice(0, columns)}`);
      hasLine = true;
    },
    clear: () => {
      if (hasLine) stderr.write('\r\u001B[K');
      hasLine = false;
    },
  };
}

/** True at the first count of a phase, at its last, and each time another tenth of it is done. */
export function tenths(): (phase: string, done: number, total: number) => boolean {
  let last = '';
  return (phase, done, total) => {
    const now = `${phase} ${Math.floor((done * 10) / Math.max(1, total))}`;
    const isNew = now !== last;
    last = now;
    return isNew;
  };
}
