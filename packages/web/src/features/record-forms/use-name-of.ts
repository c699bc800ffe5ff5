import { useCallback } from 'react';
import { type MessageKey, useText } from '../../ui/text.ts';
import type { Concept } from './concepts.ts';

/** What a concept is called in the reader's language. */
export function useNameOf(): (concept: Concept) => string {
  const t = useText();
  // `as`: a test holds that every concept has a name in the catalogue
  return useCallback(({ key }: Concept) => t(`concept.${key}` as MessageKey), [t]);
}
