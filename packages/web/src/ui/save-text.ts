/** Gives the browser a text file to keep. */
export function saveText(fileName: string, text: string): void {
  saveBlob(fileName, new Blob([text], { type: 'text/plain' }));
}

/** Gives the browser a file to keep. */
export function saveBlob(fileName: string, blob: Blob): void {
  const url = URL.createObjectURL(blob);
  saveLink(fileName, url);
  URL.revokeObjectURL(url);
}

/** The same of an address, which the browser fetches by itself and writes as it comes. */
export function saveLink(fileName: string, href: string): void {
  const anchor = document.createElement('a');
  anchor.href = href;
  anchor.download = fileName;
  anchor.click();
}
