import { elementOf } from '../resource/index.ts';
import { localReference } from './local-reference.ts';
import type { Modifier, SearchValue } from './search.ts';
import type { ValueTest } from './value-test.ts';

/** The whole URI, with case; `:below` what it is the start of, by path, `:above` the reverse. */
export function uriTest(
  { uri }: { readonly uri: string },
  modifier: Modifier | undefined,
): ValueTest {
  return (_type, value) => {
    if (typeof value !== 'string') return false;
    if (isCanonical(value, uri)) return true;
    if (modifier === 'below') return isUnder(value, uri);
    return modifier === 'above' && isUnder(uri, value);
  };
}

/** A canonical's version need not be asked for. */
function isCanonical(there: string, asked: string): boolean {
  return there === asked || (there.startsWith(asked) && there[asked.length] === '|');
}

function isUnder(uri: string, folder: string): boolean {
  return uri.startsWith(folder.endsWith('/') ? folder : `${folder}/`);
}

export function referenceTest(
  asked: Extract<SearchValue, { readonly kind: 'reference' }>,
  baseUrl: string | undefined,
): ValueTest {
  const wanted = asked.type === undefined ? `/${asked.id}` : `${asked.type}/${asked.id}`;
  return (_type, value) => {
    const local = localReference(value, baseUrl);
    return asked.type === undefined ? local?.endsWith(wanted) === true : local === wanted;
  };
}

/** A reference that leads elsewhere, or a canonical. */
export function referenceUrlTest({ url }: { readonly url: string }): ValueTest {
  return (type, value) => {
    const member = type === 'Attachment' ? 'url' : 'reference';
    const text = typeof value === 'string' ? value : elementOf(value)[member];
    return typeof text === 'string' && isCanonical(text, url);
  };
}
