/**
 * Runs a vendor's PKCS #11 module in a process of its own, started by ./token-process.ts: its calls
 * block, may never return, and a fault in it ends the process that it runs in.
 */
import type { PKCS11 } from 'pkcs11js';
import type { TokenReply, TokenRequest } from './pkcs11-messages.ts';
import { isAboutPin } from './pkcs11-errors.ts';
import { openToken, type Library, type Token, type TokenPlace } from './pkcs11-token.ts';
import { ServiceFailure } from './service-failure.ts';

type Loaded = { readonly library: Library; readonly module: PKCS11 };

let loaded: Loaded | undefined;
let token: Token | undefined;
/** Requests that wait when a PIN is refused must not be further tries: three lock the token. */
let pinRefusal: ServiceFailure | undefined;

/** One after the other: loading takes a turn of the event loop, and what follows needs it done. */
let answered: Promise<unknown> = Promise.resolve();

process.on('message', (message) => {
  const request = message as TokenRequest; // only the parent has this channel, and sends nothing else
  answered = answered
    .then(() => reply(request))
    .then(
      (answer) => process.send?.(answer),
      () => process.exit(1),
    );
});

// Ctrl-C at a terminal goes to the whole group: the parent decides when this ends.
process.on('SIGINT', () => undefined);
process.on('disconnect', () => process.exit(0));

async function reply(request: TokenRequest): Promise<TokenReply> {
  const { id } = request;
  try {
    const bytes = request.kind === 'load' ? await load(request.module) : act(request);
    return { id, kind: 'done', ...(bytes && { bytes }) };
  } catch (error) {
    if (error instanceof LoadFailure) return { id, kind: 'failed', ...error.reply };
    if (!(error instanceof ServiceFailure)) throw error;
    return { id, kind: 'failed', verdict: error.verdict, detail: error.message };
  }
}

class LoadFailure extends Error {
  readonly reply: { readonly verdict: 'unsupported' | 'bad_input'; readonly detail: string };

  constructor(verdict: 'unsupported' | 'bad_input', detail: string) {
    super(detail);
    this.reply = { verdict, detail };
  }
}

async function load(path: string): Promise<undefined> {
  if (loaded) return;
  const library = await loadLibrary();
  const module = new library.PKCS11();
  try {
    module.load(path);
  } catch {
    throw new LoadFailure('bad_input', 'The PKCS #11 module is not a library that can be loaded.');
  }
  loaded = { library, module };
}

async function loadLibrary(): Promise<Loaded['library']> {
  try {
    // What a CommonJS package computes at run time is on its default alone.
    return (await import('pkcs11js')).default;
  } catch {
    const advice =
      'Install the npm package pkcs11js: this provider needs it, compiled (npm rebuild pkcs11js).';
    throw new LoadFailure('unsupported', advice);
  }
}

function act(request: Exclude<TokenRequest, { kind: 'load' }>): Uint8Array | undefined {
  const opened = tokenAt(request.place);
  if (request.kind === 'seal') return opened.seal(request.bytes, request.aad);
  if (request.kind === 'open') return opened.open(request.bytes, request.aad);
  opened.generate();
  return undefined;
}

function tokenAt(place: TokenPlace): Token {
  if (!loaded) throw new ServiceFailure('transient', 'the module is not loaded');
  if (pinRefusal) throw pinRefusal;
  try {
    token ??= openToken(loaded.library, loaded.module, place);
    return token;
  } catch (error) {
    if (error instanceof ServiceFailure && isAboutPin(error)) pinRefusal = error;
    throw error;
  }
}
