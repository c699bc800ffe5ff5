import { ZxcvbnFactory } from '@zxcvbn-ts/core';
import * as common from '@zxcvbn-ts/language-common';
import * as german from '@zxcvbn-ts/language-de';
import * as english from '@zxcvbn-ts/language-en';
import { type Strength, type Weakness, isPersonal } from './strength-rules.ts';

/** A longer one is judged by its beginning: the time of an estimate grows faster than the length. */
const ESTIMATED_MOST = 100;

/** Loads lists of a megabyte, and takes up to 0.2 s for an answer: for a worker, and for tests. */
export function createEstimate(): (password: string, words: readonly string[]) => Strength {
  const estimator = new ZxcvbnFactory({
    dictionary: {
      ...common.dictionary,
      ...english.dictionary,
      'commonWords-de': german.dictionary.commonWords,
      'firstnames-de': german.dictionary.firstnames,
      'lastnames-de': german.dictionary.lastnames,
    },
    graphs: common.adjacencyGraphs,
    l33tMaxSubstitutions: 10,
    maxLength: ESTIMATED_MOST,
  });
  return (password, words) => {
    if (isPersonal(password, words)) return { guessesLog10: 0, weakness: 'personal' };
    const text = Array.from(password.normalize('NFC')).slice(0, ESTIMATED_MOST).join('');
    const { guessesLog10, feedback } = estimator.check(text, [...words]);
    return { guessesLog10, weakness: WEAKNESS_OF[feedback.warning ?? ''] ?? null };
  };
}

/** By what the library warns of. */
const WEAKNESS_OF: Readonly<Record<string, Weakness>> = {
  straightRow: 'keyboard',
  keyPattern: 'keyboard',
  simpleRepeat: 'repeats',
  extendedRepeat: 'repeats',
  sequences: 'sequence',
  recentYears: 'date',
  dates: 'date',
  topTen: 'common',
  topHundred: 'common',
  common: 'common',
  similarToCommon: 'like-common',
  wordByItself: 'one-word',
  namesByThemselves: 'names',
  commonNames: 'names',
  userInputs: 'personal',
};
