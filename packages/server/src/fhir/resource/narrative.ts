/** Text for the inside of an XHTML element or a quoted attribute, without characters that XML forbids. */
export function escapeXhtml(text: string): string {
  return text
    .toWellFormed()
    .replace(forbiddenInXml, '')
    .replace(/[&<>"']/g, (character) => entities[character] ?? '');
}

/** A FHIR Narrative around what is escaped already; `status` as R4 names it. */
export function narrative(
  inside: string,
  status: 'generated' | 'additional' = 'generated',
): { readonly status: string; readonly div: string } {
  return { status, div: `<div xmlns="http://www.w3.org/1999/xhtml">${inside}</div>` };
}

/** A table of plain texts; each is escaped here. */
export function xhtmlTable(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const cells = (tag: 'th' | 'td', texts: readonly string[]) =>
    `<tr>${texts.map((text) => `<${tag}>${escapeXhtml(text)}</${tag}>`).join('')}</tr>`;
  const body = rows.map((row) => cells('td', row)).join('');
  return `<table><thead>${cells('th', heads)}</thead><tbody>${body}</tbody></table>`;
}

// XML 1.0 §2.2: all other controls have no place in a document, escaped or not.
// oxlint-disable-next-line no-control-regex -- the controls are what it is about
const forbiddenInXml = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;
const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
