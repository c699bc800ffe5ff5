import { countDone, isStopped, stop, takeNext, type Progress } from './file-progress.ts';
import {
  clearDesk,
  cutShort,
  newDesk,
  stretchAt,
  stretchCount,
  workOn,
  type Desk,
  type FileJob,
  type OpenFiles,
  type Stretch,
} from './file-stretch.ts';

/**
 * Works on stretches until none is left, on the caller's thread, which it holds for about a
 * millisecond at a time. While one lane waits for the disk another computes.
 *
 * @throws {@link CryptoError} `not_authentic`, `bad_input` for a source that was cut meanwhile; the
 * system's error of a read or a write.
 */
export async function runLane(job: FileJob, files: OpenFiles, progress: Progress): Promise<void> {
  const count = stretchCount(job);
  let index = takeNext(progress);
  if (index >= count) return;
  const desk = newDesk();
  try {
    while (index < count && !isStopped(progress)) {
      await runStretch(job, files, stretchAt(job, index), desk);
      countDone(progress);
      index = takeNext(progress);
    }
  } catch (error) {
    stop(progress);
    throw error;
  } finally {
    clearDesk(desk);
  }
}

async function runStretch(
  job: FileJob,
  { source, target }: OpenFiles,
  stretch: Stretch,
  desk: Desk,
): Promise<void> {
  const { readAt, readLength, writeAt } = stretch;
  for (let done = 0; done < readLength;) {
    const { bytesRead } = await source.read(desk.input, done, readLength - done, readAt + done);
    if (bytesRead === 0) throw cutShort(job);
    done += bytesRead;
  }
  const length = workOn(job, stretch, desk);
  for (let done = 0; done < length;) {
    const { bytesWritten } = await target.write(desk.output, done, length - done, writeAt + done);
    done += bytesWritten;
  }
}
