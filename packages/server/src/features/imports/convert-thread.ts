import { parentPort } from 'node:worker_threads';
import { CcdaError, convertCcda, type ConvertedCcda } from '../../fhir/ccda/index.ts';

export type Converted =
  | { readonly converted: Pick<ConvertedCcda, 'resources' | 'notTaken'> }
  /** The message is fixed by its code. */
  | { readonly refused: string }
  | { readonly broke: true };

/** One document, on a thread of its own: a large one takes longer than others may wait. */
parentPort?.on('message', (xml: Uint8Array) => {
  parentPort?.postMessage(converted(xml), []);
});

function converted(xml: Uint8Array): Converted {
  try {
    const { resources, notTaken } = convertCcda(xml);
    return { converted: { resources, notTaken } };
  } catch (error) {
    // What it says of another error may quote the document.
    return error instanceof CcdaError ? { refused: error.message } : { broke: true };
  }
}
