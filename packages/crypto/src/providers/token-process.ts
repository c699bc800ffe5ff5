import { fork, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import { CryptoError } from '../errors.ts';
import type { TokenReply, TokenRequest } from './pkcs11-messages.ts';
import { ServiceFailure } from './service-failure.ts';

type WithoutId<T> = T extends unknown ? Omit<T, 'id'> : never;
export type TokenMessage = WithoutId<TokenRequest>;

/** A process with a PKCS #11 module: started when needed, ended when it fails or does not answer. */
export interface TokenProcess {
  /**
   * Starts the process if there is none. When the signal aborts, the process ends: a call into a
   * module can't be interrupted.
   *
   * @returns the bytes that were asked for, or none.
   * @throws {@link ServiceFailure}, or a `CryptoError` `unsupported` or `bad_input` from loading.
   */
  ask(message: TokenMessage, signal: AbortSignal): Promise<Uint8Array>;
  end(): void;
}

export function tokenProcess(module: string): TokenProcess {
  let running: Running | undefined;
  const start = (): Running => {
    const started = startProcess(() => {
      if (running === started) running = undefined;
    });
    started.send({ kind: 'load', module }).catch(started.fail);
    return started;
  };
  return {
    ask: async (message, signal) => {
      signal.throwIfAborted();
      running ??= start();
      const { send, kill } = running;
      signal.addEventListener('abort', kill, { once: true });
      try {
        return await send(message);
      } catch (error) {
        // A session that failed once is not mended: the next call starts from nothing.
        if (error instanceof ServiceFailure && error.verdict === 'transient') kill();
        throw error;
      } finally {
        signal.removeEventListener('abort', kill);
      }
    },
    end: () => running?.kill(),
  };
}

type Running = {
  readonly send: (message: TokenMessage) => Promise<Uint8Array>;
  /** Ends the process, and all that waits for it with this error. */
  readonly fail: (error: Error) => void;
  readonly kill: () => void;
};
type Waiting = {
  readonly resolve: (bytes: Uint8Array) => void;
  readonly reject: (error: Error) => void;
};

function startProcess(onEnd: () => void): Running {
  const child = forkProcess();
  const waiting = new Map<number, Waiting>();
  let newest = 0;
  const fail = (error: Error) => {
    onEnd();
    child.kill('SIGKILL');
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  };
  const ended = () => fail(new ServiceFailure('transient', 'the process of the module ended'));
  child.once('exit', ended);
  child.once('error', ended);
  child.on('message', (message) => {
    const reply = message as TokenReply; // our own program, and nothing else has this channel
    settle(waiting.get(reply.id), reply);
    waiting.delete(reply.id);
  });
  const send = async (message: TokenMessage): Promise<Uint8Array> =>
    await new Promise((resolve, reject) => {
      newest += 1;
      waiting.set(newest, { resolve, reject });
      child.send({ ...message, id: newest }, (error) => {
        if (error) ended();
      });
    });
  return { send, fail, kill: ended };
}

/** Does not keep this process alive: who waits for an answer has a deadline that does. */
function forkProcess(): ChildProcess {
  // Beside this file, as source or as built.
  const program = `pkcs11-process${path.extname(import.meta.filename)}`;
  const child = fork(path.join(import.meta.dirname, program), {
    execArgv: [],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  child.unref();
  child.channel?.unref();
  return child;
}

function settle(waiting: Waiting | undefined, reply: TokenReply): void {
  if (reply.kind === 'done') return waiting?.resolve(reply.bytes ?? new Uint8Array());
  const { verdict, detail } = reply;
  waiting?.reject(
    verdict === 'unsupported' || verdict === 'bad_input'
      ? new CryptoError(verdict, detail)
      : new ServiceFailure(verdict, detail),
  );
}
