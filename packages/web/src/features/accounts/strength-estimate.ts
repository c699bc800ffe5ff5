import { PASSWORD_ESTIMATED_MOST, estimatedPart, isPersonal, weaknessOf } from '@wardkeep/contract';
import { ZxcvbnFactory } from '@zxcvbn-ts/core';
import * as common from '@zxcvbn-ts/language-common';
import * as german from '@zxcvbn-ts/language-de';
import * as english from '@zxcvbn-ts/language-en';
import type { Strength } from './strength-rules.ts';

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
    maxLength: PASSWORD_ESTIMATED_MOST,
  });
  return (password, words) => {
    if (isPersonal(password, words)) return { guessesLog10: 0, weakness: 'personal' };
    const { guessesLog10, feedback } = estimator.check(estimatedPart(password), [...words]);
    return { guessesLog10, weakness: weaknessOf(feedback.warning) ?? null };
  };
}
