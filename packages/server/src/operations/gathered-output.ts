/** What a log line is written to. */
export interface LineSink {
  write(line: string): void;
}

export interface Gathering {
  /** Characters; once so many wait, they are written at once. */
  readonly most: number;
  readonly everyMs: number;
}

/**
 * Lines go out together: a stream that writes synchronously, as standard output does to files and pipes, would make
 * each request wait for whoever reads it. What still waits when the process exits is written then.
 */
export function gatheredOutput(output: LineSink, { most, everyMs }: Gathering): LineSink {
  let text = '';
  let timer: NodeJS.Timeout | undefined;
  const flush = (): void => {
    clearTimeout(timer);
    timer = undefined;
    if (text === '') return;
    const gathered = text;
    text = '';
    output.write(gathered);
  };
  process.on('exit', flush);
  return {
    write: (line) => {
      text += line;
      if (text.length >= most) flush();
      else timer ??= setTimeout(flush, everyMs).unref();
    },
  };
}
