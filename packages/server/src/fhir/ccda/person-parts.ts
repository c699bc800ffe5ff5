import { identifierSystemUri, isOid, isUuid } from './code-systems.ts';
import { dateTimeOf, periodOf } from './time.ts';
import {
  attributeOf,
  childOf,
  childrenOf,
  innerText,
  isNull,
  type XmlElement,
} from './xml-element.ts';

/** An II: an OID alone is the identifier itself; with an extension it is the system. */
export function identifierOf(id: XmlElement | undefined): object | undefined {
  const root = attributeOf(id, 'root');
  if (isNull(id) || root === undefined) return undefined;
  const extension = attributeOf(id, 'extension');
  if (extension !== undefined) {
    const system = identifierSystemUri(root);
    return { ...(system === undefined ? {} : { system }), value: extension };
  }
  if (isOid(root)) return { system: 'urn:ietf:rfc:3986', value: `urn:oid:${root}` };
  if (isUuid(root)) return { system: 'urn:ietf:rfc:3986', value: `urn:uuid:${root.toLowerCase()}` };
  return { value: root };
}

export function identifiersOf(element: XmlElement | undefined): readonly object[] {
  return childrenOf(element, 'id')
    .map(identifierOf)
    .filter((each) => each !== undefined);
}

export function namesOf(element: XmlElement | undefined): readonly object[] {
  return childrenOf(element, 'name')
    .filter((name) => !isNull(name))
    .map(nameOf)
    .filter((each) => each !== undefined);
}

function nameOf(name: XmlElement): object | undefined {
  const parts = (part: string) =>
    childrenOf(name, part)
      .filter((each) => !isNull(each))
      .map(innerText)
      .filter((text) => text !== undefined);
  const family = parts('family').join(' ');
  const given = parts('given');
  const whole = innerText(name);
  if (whole === undefined) return undefined;
  const use = nameUses.get(attributeOf(name, 'use') ?? '');
  const period = periodOf(childOf(name, 'validTime')) ?? periodOf(name);
  const isBirthName = childrenOf(name, 'family').some(
    (each) => attributeOf(each, 'qualifier') === 'BR',
  );
  return {
    ...(use === undefined && !isBirthName ? {} : { use: isBirthName ? 'maiden' : use }),
    ...(family === '' && given.length === 0 ? { text: whole } : { family, given }),
    prefix: parts('prefix'),
    suffix: parts('suffix'),
    period,
  };
}

const nameUses: ReadonlyMap<string, string> = new Map([
  ['L', 'official'],
  ['C', 'official'],
  ['P', 'nickname'],
  ['ASGN', 'usual'],
  ['A', 'anonymous'],
]);

export function telecomsOf(element: XmlElement | undefined): readonly object[] {
  return childrenOf(element, 'telecom').flatMap((telecom) => {
    const value = attributeOf(telecom, 'value');
    if (isNull(telecom) || value === undefined) return [];
    const [scheme = '', rest = ''] = splitScheme(value);
    const use = telecomUses.get(attributeOf(telecom, 'use')?.split(' ')[0] ?? '');
    const system = telecomSystems.get(scheme.toLowerCase());
    const kept = system === undefined || system === 'url' ? value : rest;
    if (kept === '') return [];
    return [{ system: system ?? 'other', value: kept, use }];
  });
}

function splitScheme(value: string): readonly string[] {
  const colon = value.indexOf(':');
  // A number without its scheme is common, and is a telephone's.
  if (colon === -1) return [/^[+\d().\s-]+$/.test(value) ? 'tel' : '', value];
  return [value.slice(0, colon), value.slice(colon + 1).trim()];
}

const telecomSystems: ReadonlyMap<string, string> = new Map([
  ['tel', 'phone'],
  ['fax', 'fax'],
  ['mailto', 'email'],
  ['sms', 'sms'],
  ['http', 'url'],
  ['https', 'url'],
]);

const telecomUses: ReadonlyMap<string, string> = new Map([
  ['H', 'home'],
  ['HP', 'home'],
  ['HV', 'home'],
  ['WP', 'work'],
  ['DIR', 'work'],
  ['PUB', 'work'],
  ['TMP', 'temp'],
  ['BAD', 'old'],
  ['MC', 'mobile'],
]);

export function addressesOf(element: XmlElement | undefined): readonly object[] {
  return childrenOf(element, 'addr')
    .filter((address) => !isNull(address))
    .map(addressOf)
    .filter((each) => each !== undefined);
}

function addressOf(address: XmlElement): object | undefined {
  const all = (part: string) =>
    childrenOf(address, part)
      .map(innerText)
      .filter((text) => text !== undefined);
  const line = [...all('streetAddressLine'), ...all('streetName')];
  const [city] = all('city');
  const [district] = all('county');
  const [state] = all('state');
  const [postalCode] = all('postalCode');
  const [country] = all('country');
  const isFielded = [...line, city, state, postalCode, country].some((part) => part !== undefined);
  const text = isFielded ? undefined : innerText(address);
  if (!isFielded && text === undefined) return undefined;
  const use = addressUses.get(attributeOf(address, 'use')?.split(' ')[0] ?? '');
  const period = periodOf(childOf(address, 'useablePeriod'));
  return { use, line, city, district, state, postalCode, country, text, period };
}

const addressUses: ReadonlyMap<string, string> = new Map([
  ['H', 'home'],
  ['HP', 'home'],
  ['HV', 'home'],
  ['WP', 'work'],
  ['DIR', 'work'],
  ['PUB', 'work'],
  ['TMP', 'temp'],
  ['BAD', 'old'],
]);

/** FHIR's gender for HL7 v3's. */
export function genderOf(code: XmlElement | undefined): string | undefined {
  const known = genders.get(attributeOf(code, 'code') ?? '');
  if (known !== undefined) return known;
  return attributeOf(code, 'nullFlavor') === undefined ? undefined : 'unknown';
}

const genders: ReadonlyMap<string, string> = new Map([
  ['M', 'male'],
  ['F', 'female'],
  ['UN', 'other'],
]);

/** Whether and when a person died, as C-CDA's extensions say. */
export function deathOf(person: XmlElement | undefined): object {
  const time = dateTimeOf(childOf(person, 'sdtc:deceasedTime'));
  if (time !== undefined) return { deceasedDateTime: time };
  const flag = attributeOf(childOf(person, 'sdtc:deceasedInd'), 'value');
  return flag === 'true' || flag === 'false' ? { deceasedBoolean: flag === 'true' } : {};
}
