/** Splits at a separator that no backslash precedes; the parts keep their escapes. */
export function splitUnescaped(text: string, separator: ',' | '|' | '$'): string[] {
  const parts: string[] = [];
  let start = 0;
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === separator) {
      parts.push(text.slice(start, at));
      start = at + 1;
    }
  }
  parts.push(text.slice(start));
  return parts;
}

/** `\,` `\|` `\$` `\\` as the characters that they stand for; another backslash is itself. */
export function unescaped(text: string): string {
  return text.replaceAll(/\\([,|$\\])/g, '$1');
}

export function escaped(text: string): string {
  return text.replaceAll(/[,|$\\]/g, String.raw`\$&`);
}
