import {
  PASSWORD_ESTIMATED_MOST,
  PASSWORD_GUESSES_LEAST,
  estimatedPart,
  isPersonal,
  weaknessOf,
} from '@wardkeep/contract';
import { ZxcvbnFactory } from '@zxcvbn-ts/core';
import * as common from '@zxcvbn-ts/language-common';
import * as german from '@zxcvbn-ts/language-de';
import * as english from '@zxcvbn-ts/language-en';
import { fingerprint } from './password-fingerprint.ts';
import { COMMON_FINGERPRINTS } from './password-fingerprints.ts';
import { listedForms, lookedUpForms, type Weakness } from './password-rules.ts';

/** Rarer names cost half a second at each start, and make no password weaker that the other lists let pass. */
const NAMES_MOST = 10_000;

/**
 * Says why a password is too weak, or undefined. Takes up to 0.2 s of a core, so on a thread of its own, and 50 MB.
 * @returns a function of the password and of the words of its owner
 */
export function passwordEstimate(): (
  password: string,
  words: readonly string[],
) => Weakness | undefined {
  const isCommon = commonPasswords();
  const estimator = new ZxcvbnFactory({
    dictionary: dictionaries(),
    graphs: common.adjacencyGraphs,
    // Of each run: the default of 100 takes seconds for what a bored attacker can type.
    l33tMaxSubstitutions: 10,
    maxLength: PASSWORD_ESTIMATED_MOST,
  });
  return (password, words) => {
    if (isCommon(password)) return 'common';
    if (isPersonal(password, words)) return 'personal';
    const { guesses, feedback } = estimator.check(estimatedPart(password), [...words]);
    return guesses >= PASSWORD_GUESSES_LEAST
      ? undefined
      : (weaknessOf(feedback.warning) ?? 'guessable');
  };
}

function dictionaries(): Record<string, string[]> {
  const { 'wikipedia-en': _wikipedia, ...known } = english.dictionary;
  return {
    ...common.dictionary,
    ...known,
    'lastnames-en': english.dictionary['lastnames-en'].slice(0, NAMES_MOST),
    'commonWords-de': german.dictionary.commonWords,
    'firstnames-de': german.dictionary.firstnames,
    'lastnames-de': german.dictionary.lastnames,
  };
}

function commonPasswords(): (password: string) => boolean {
  const forms = new Set(common.dictionary['passwords-common'].flatMap(listedForms));
  const fingerprints = new Set(COMMON_FINGERPRINTS);
  return (password) =>
    lookedUpForms(password).some((form) => forms.has(form) || fingerprints.has(fingerprint(form)));
}
