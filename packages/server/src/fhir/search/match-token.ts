import { elementOf, elementsOf } from '../resource/index.ts';
import { foldText } from './fold-text.ts';
import { samePhone } from './phone-digits.ts';
import type { SearchValue } from './search.ts';
import type { ValueTest } from './value-test.ts';

/**
 * Codes compare without case, as R4 asks of servers in doubt (search §3.1.1.4.10: too much is safer
 * than too little); systems and ids compare exactly.
 */
export function tokenTest(asked: Extract<SearchValue, { readonly kind: 'token' }>): ValueTest {
  const code = asked.code?.toLowerCase();
  const isCode = (text: unknown) =>
    code === undefined ||
    (typeof text === 'string' && (text === asked.code || text.toLowerCase() === code));
  const isSystem = (system: unknown) =>
    asked.system === undefined || (system ?? '') === asked.system;
  const isCoded = (coded: unknown, member: 'code' | 'value') => {
    const element = elementOf(coded);
    return (
      isCode(element[member]) &&
      isSystem(element['system']) &&
      (asked.code !== undefined || element['system'] !== undefined)
    );
  };
  return (type, value, systems) => {
    switch (type) {
      case 'CodeableConcept':
        return elementsOf(elementOf(value)['coding']).some((coding) => isCoded(coding, 'code'));
      case 'Coding':
        return isCoded(value, 'code');
      case 'Identifier':
        return isCoded(value, 'value');
      case 'ContactPoint':
        return isContact(value, asked.code ?? '') && asked.system === undefined;
      case 'id':
        return value === asked.code;
      case 'boolean':
        return String(value) === code;
      default:
        return isCode(value) && (asked.system === undefined || isBound(asked.system, systems));
    }
  };
}

/** A bare code has the systems of its binding; without any, none can be asked for. */
function isBound(system: string, systems: readonly string[] | undefined): boolean {
  return systems === undefined ? system === '' : systems.includes(system);
}

/** R4 leaves it to servers how formatted numbers compare; here by their digits. */
function isContact(value: unknown, asked: string): boolean {
  const contact = elementOf(value);
  const text = contact['value'];
  if (typeof text !== 'string') return false;
  if (text.toLowerCase() === asked.toLowerCase()) return true;
  return contact['system'] !== 'email' && contact['system'] !== 'url' && samePhone(text, asked);
}

/** `:of-type`: an identifier by the code of its type and its value. */
export function ofTypeTest(asked: Extract<SearchValue, { readonly kind: 'of-type' }>): ValueTest {
  const isType = tokenTest({ kind: 'token', system: asked.system, code: asked.code });
  const isValue = tokenTest({ kind: 'token', code: asked.value });
  return (type, value) =>
    type === 'Identifier' &&
    isType('CodeableConcept', elementOf(value)['type']) &&
    isValue('Identifier', value);
}

/** `:text`: a word of the texts that belong to the code starts with what is asked. */
export function codeTextTest({ text }: { readonly text: string }): ValueTest {
  const asked = ` ${foldText(text)}`;
  const has = (there: unknown) =>
    typeof there === 'string' && ` ${foldText(there)}`.includes(asked);
  return (type, value) => {
    const element = elementOf(value);
    if (type === 'CodeableConcept') {
      return (
        has(element['text']) ||
        elementsOf(element['coding']).some((coding) => has(coding['display']))
      );
    }
    if (type === 'Coding') return has(element['display']);
    if (type === 'Identifier') return has(elementOf(element['type'])['text']);
    return has(value);
  };
}
