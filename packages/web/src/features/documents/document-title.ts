/** A first title for a file: its name without its ending, and without what a camera adds. */
export function titleFor(fileName: string): string {
  const name = fileName
    .replace(/\.[A-Za-z0-9]{1,5}$/, '')
    .replaceAll(/[_\s]+/g, ' ')
    .trim();
  return name === '' ? fileName : name.slice(0, 300);
}

export type DocumentFault = 'too-large' | 'wrong-type' | 'empty';

/**
 * What is told before anything is sent. The server looks at the first bytes; the ending of the name is
 * only the browser's guess, so a file without a type is let through.
 */
export function documentFault(
  { size, type }: { readonly size: number; readonly type: string },
  mediaTypes: readonly string[],
  mostBytes: number,
): DocumentFault | undefined {
  if (size === 0) return 'empty';
  if (size > mostBytes) return 'too-large';
  return type !== '' && !mediaTypes.includes(type) ? 'wrong-type' : undefined;
}
