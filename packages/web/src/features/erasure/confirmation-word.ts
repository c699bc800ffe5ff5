/** Whether it is the word that was asked for: however it is cased, composed or spaced around. */
export function isConfirmationWord(typed: string, word: string): boolean {
  return canonical(typed) === canonical(word);
}

function canonical(word: string): string {
  return word.normalize('NFKC').trim().toUpperCase();
}
