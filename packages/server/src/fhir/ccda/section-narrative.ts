import { escapeXhtml } from '../resource/index.ts';
import { attributeOf, childrenOf, innerText, type XmlElement } from './xml-element.ts';

/**
 * A CDA narrative block as the XHTML that FHIR allows: tables, lists, paragraphs and emphasis by a
 * closed table of elements; of everything else only the text, escaped. Nothing if there is no text.
 */
export function sectionXhtml(text: XmlElement | undefined): string | undefined {
  if (text === undefined || innerText(text) === undefined) return undefined;
  return inside(text);
}

function inside(element: XmlElement): string {
  return element.children
    .map((child) => (typeof child === 'string' ? escapeXhtml(child) : tagged(child)))
    .join('');
}

function tagged(element: XmlElement): string {
  switch (element.name) {
    case 'br':
      return '<br/>';
    case 'list':
      return listed(element);
    case 'table':
      return tabled(element);
    case 'linkHtml':
      return linked(element);
    default: {
      const tag = tags.get(element.name);
      if (tag === undefined) return inside(element);
      return `<${tag}${spans(element)}>${inside(element)}</${tag}>`;
    }
  }
}

const tags: ReadonlyMap<string, string> = new Map([
  ['paragraph', 'p'],
  ['content', 'span'],
  ['sub', 'sub'],
  ['sup', 'sup'],
  ['caption', 'p'],
  ['thead', 'thead'],
  ['tbody', 'tbody'],
  ['tfoot', 'tfoot'],
  ['tr', 'tr'],
  ['th', 'th'],
  ['td', 'td'],
]);

function listed(list: XmlElement): string {
  const tag = attributeOf(list, 'listType') === 'ordered' ? 'ol' : 'ul';
  const items = childrenOf(list, 'item').map((item) => `<li>${inside(item)}</li>`);
  const caption = childrenOf(list, 'caption').map((each) => `<p>${inside(each)}</p>`);
  return items.length === 0
    ? caption.join('')
    : `${caption.join('')}<${tag}>${items.join('')}</${tag}>`;
}

/** A caption stands before the table, where every reader shows it; text between rows is no XHTML. */
function tabled(table: XmlElement): string {
  const caption = childrenOf(table, 'caption').map((each) => `<p>${inside(each)}</p>`);
  const groups = ['thead', 'tfoot', 'tbody', 'tr']
    .flatMap((name) => childrenOf(table, name))
    .map((part) => (part.name === 'tr' ? row(part) : `<${part.name}>${rows(part)}</${part.name}>`));
  return `${caption.join('')}<table>${groups.join('')}</table>`;
}

function rows(group: XmlElement): string {
  return childrenOf(group, 'tr').map(row).join('');
}

function row(tr: XmlElement): string {
  const cells = tr.children.filter(
    (child): child is XmlElement =>
      typeof child !== 'string' && (child.name === 'td' || child.name === 'th'),
  );
  return `<tr>${cells.map(tagged).join('')}</tr>`;
}

function spans(cell: XmlElement): string {
  if (cell.name !== 'td' && cell.name !== 'th') return '';
  return ['colspan', 'rowspan']
    .map((name) => [name, attributeOf(cell, name)] as const)
    .filter(([, value]) => /^[1-9][0-9]{0,2}$/.test(value ?? ''))
    .map(([name, value]) => ` ${name}="${value ?? ''}"`)
    .join('');
}

/** Only to the web: a script has no place in a chart. */
function linked(link: XmlElement): string {
  const target = attributeOf(link, 'href') ?? '';
  if (!/^https?:\/\//i.test(target)) return inside(link);
  return `<a href="${escapeXhtml(target)}">${inside(link)}</a>`;
}
