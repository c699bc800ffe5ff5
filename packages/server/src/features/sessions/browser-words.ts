import Bowser from 'bowser';

const LONGEST = 100;

/**
 * What a browser says of itself, in words for its owner: `Firefox on Windows`. Nothing depends on it: whoever sends the
 * header writes what they like, so no more than letters, digits and a few signs of it are kept. At most 100 characters.
 */
export function browserWords(userAgent: string | null): string {
  if (userAgent === null || userAgent.trim() === '') return UNKNOWN;
  const { browser, os } = Bowser.parse(userAgent);
  const name = plain(browser.name) || plain(/^[\w.-]+/.exec(userAgent)?.[0]);
  const system = plain(os.name);
  if (name === '') return system === '' ? UNKNOWN : system;
  return (system === '' ? name : `${name} on ${system}`).slice(0, LONGEST);
}

const UNKNOWN = 'Unknown browser';

function plain(text = ''): string {
  return text.replace(/[^\w .+-]/g, '').trim();
}
