/**
 * The XHTML of a narrative (https://hl7.org/fhir/R4/narrative.html): well-formed, formatting only,
 * and something to read in it. One pass, no recursion, no tree.
 */

/** What the narrative has to be; to have nothing to read in it (txt-2) is told apart. */
export type NarrativeFault = string | undefined;
const maximumText = 1_048_576;
export const emptyNarrative = 'have something to read in it';

export function narrativeFault(text: string): NarrativeFault {
  if (text.length > maximumText) return 'be shorter than 1 MiB';
  if (!/^\s*<div[\s>/]/.test(text)) return 'begin with a div element';
  const open: string[] = [];
  let isSeen = false;
  let at = text.indexOf('<');
  while (at < text.length) {
    if (text[at] !== '<') {
      const next = text.indexOf('<', at);
      const run = text.slice(at, next === -1 ? text.length : next);
      if (open.length === 0 && run.trim() !== '') return 'have nothing outside the div element';
      if (!entitiesAreGood(run)) return 'write & as &amp;';
      isSeen ||= run.trim() !== '';
      at += run.length;
      continue;
    }
    const markup = readMarkup(text, at);
    if (typeof markup === 'string') return markup;
    const fault = place(markup, open);
    if (fault !== undefined) return fault;
    isSeen ||= markup.name === 'img';
    at = markup.end;
    if (open.length === 0 && text.slice(at).trim() !== '') return 'be one div element';
  }
  if (open.length > 0) return 'close every element';
  return isSeen ? undefined : emptyNarrative;
}

interface Markup {
  readonly kind: 'start' | 'end' | 'whole' | 'comment';
  readonly name: string;
  readonly end: number;
}

function place(markup: Markup, open: string[]): string | undefined {
  if (markup.kind === 'comment' || markup.kind === 'whole') return undefined;
  if (markup.kind === 'start') {
    open.push(markup.name);
    return open.length > 200 ? 'nest less deeply' : undefined;
  }
  return open.pop() === markup.name ? undefined : 'close each element where it belongs';
}

const tag =
  /<(\/?)([A-Za-z][A-Za-z0-9]*)((?:\s+[A-Za-z_:][\w:.-]*\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>/y;

function readMarkup(text: string, at: number): Markup | string {
  if (text.startsWith('<!--', at)) {
    const end = text.indexOf('-->', at + 4);
    return end === -1 ? 'close its comments' : { kind: 'comment', name: '', end: end + 3 };
  }
  tag.lastIndex = at;
  const match = tag.exec(text);
  if (match === null) return 'be well-formed XHTML with quoted attributes';
  const [all, closing = '', name = '', attributes = '', whole = ''] = match;
  if (!elements.has(name))
    return 'hold formatting elements only: no scripts, forms, frames or styles';
  if (closing !== '' && (attributes !== '' || whole !== '')) return 'be well-formed XHTML';
  const fault = attributeFault(name, attributes);
  if (fault !== undefined) return fault;
  const kind = closing === '/' ? 'end' : whole === '/' ? 'whole' : 'start';
  return { kind, name, end: at + all.length };
}

function attributeFault(element: string, text: string): string | undefined {
  if (text === '') return undefined;
  const seen = new Set<string>();
  for (const [, name = '', quotedValue = ''] of text.matchAll(
    /([A-Za-z_:][\w:.-]*)\s*=\s*("[^"]*"|'[^']*')/g,
  )) {
    const value = quotedValue.slice(1, -1);
    if (seen.has(name)) return 'name each attribute once';
    seen.add(name);
    if (!attributes.has(name) && !name.startsWith('xmlns:')) {
      return 'hold formatting attributes only: no events';
    }
    if (name === 'xmlns' && element === 'div' && value !== 'http://www.w3.org/1999/xhtml') {
      return 'be in the namespace of XHTML';
    }
    if (!entitiesAreGood(value)) return 'write & as &amp;';
    if (!isHarmless(element, name, value)) return 'link to no script and no outside style';
  }
  return undefined;
}

/** A browser reads entities and skips controls before it looks at the scheme. */
function isHarmless(element: string, name: string, value: string): boolean {
  if (!['href', 'src', 'cite', 'longdesc', 'style', 'background'].includes(name)) return true;
  if (name === 'style') return !/expression|script|@import|behaviou?r|-moz-binding|\\/i.test(value);
  // oxlint-disable-next-line no-control-regex -- browsers skip the controls
  const plain = value.replace(/[\u0000-\u0020]|&#x?0*[0-9a-f]+;?|&(?:tab|newline|colon);/gi, '');
  if (/^(?:javascript|vbscript|livescript|mocha)/i.test(plain)) return false;
  if (/^data:/i.test(plain)) return element === 'img' && /^data:image\/(?!svg)/i.test(plain);
  return plain.length === value.length || !/script/i.test(plain);
}

const entity = /&(?!(?:[A-Za-z][A-Za-z0-9]{1,31}|#[0-9]{1,7}|#x[0-9A-Fa-f]{1,6});)/;

function entitiesAreGood(text: string): boolean {
  return !text.includes('&') || !entity.test(text);
}

const words = (text: string) => new Set(text.split(' '));

/** HTML 4.0 chapters 7 to 11 and 15, `a`, `img`, as txt-1 has it. */
const elements = words(
  'a abbr acronym address b bdo big blockquote br caption center cite code col colgroup dd del dfn div dl dt em h1 h2 h3 h4 h5 h6 hr i img ins kbd li ol p pre q s samp small span strike strong sub sup table tbody td tfoot th thead tr tt u ul var',
);
const attributes = words(
  'abbr accesskey align alt axis bgcolor border cellpadding cellspacing char charoff charset cite class clear color colspan compact coords datetime dir face frame headers height href hreflang hspace id ismap lang longdesc name noshade nowrap rel rev rowspan rules scope shape size span src start style summary tabindex target title type usemap valign value vspace width xml:base xml:lang xml:space xmlns',
);
