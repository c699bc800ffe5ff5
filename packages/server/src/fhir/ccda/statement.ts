import { authorOf, participantOf } from './people.ts';
import { conceptOf, originalText, type CodeableConcept } from './concept.ts';
import { idKey, type Conversion, type Reference } from './conversion.ts';
import { identifiersOf } from './person-parts.ts';
import { beginningOf, dateTimeOf } from './time.ts';
import { attributeOf, childOf, childrenOf, isNull, type XmlElement } from './xml-element.ts';

/** A clinical statement (act, observation, procedure …) where it stands. */
export interface Statement {
  readonly element: XmlElement;
  /** Unique and stable within the document. */
  readonly key: string;
  readonly section: string;
  readonly conversion: Conversion;
}

/** What became of a statement. */
export type Outcome = { readonly taken: readonly Reference[] } | { readonly why: string };

export const statementNames: ReadonlySet<string> = new Set([
  'act',
  'encounter',
  'observation',
  'organizer',
  'procedure',
  'regionOfInterest',
  'substanceAdministration',
  'supply',
]);

/** The statement inside an entry, component or entryRelationship. */
export function statementIn(
  holder: XmlElement,
  at: Pick<Statement, 'key' | 'section' | 'conversion'>,
): Statement | undefined {
  const element = holder.children.find(
    (child): child is XmlElement => typeof child !== 'string' && statementNames.has(child.name),
  );
  if (element === undefined) return undefined;
  return { ...at, element, key: idKey(element) ?? at.key };
}

/** What the statement says in words, where no code says it. */
export function wordsOf(statement: Statement): CodeableConcept | undefined {
  const text = originalText(childOf(statement.element, 'text'), statement.conversion.texts);
  return text === undefined ? undefined : { text };
}

/** The statements related to this one, optionally only by one kind of relationship. */
export function relatedTo(statement: Statement, typeCode?: string): readonly Statement[] {
  return inside(
    statement,
    childrenOf(statement.element, 'entryRelationship').filter(
      (holder) => typeCode === undefined || attributeOf(holder, 'typeCode') === typeCode,
    ),
  );
}

/** The members of an organizer. */
export function membersOf(statement: Statement): readonly Statement[] {
  return inside(statement, childrenOf(statement.element, 'component'));
}

function inside(statement: Statement, holders: readonly XmlElement[]): readonly Statement[] {
  return holders
    .map((holder, index) =>
      statementIn(holder, { ...statement, key: `${statement.key}/${holder.name}[${index}]` }),
    )
    .filter((each) => each !== undefined);
}

export function hasTemplate(statement: Statement, ...roots: readonly string[]): boolean {
  return templatesOf(statement.element).some((root) => roots.includes(root));
}

/**
 * Whether it is an observation by this template, or one by none. One by another template (a
 * severity, a priority) qualifies the thing and is not the thing.
 */
export function isStatedBy(statement: Statement, template: string): boolean {
  if (statement.element.name !== 'observation') return false;
  return hasTemplate(statement, template) || templatesOf(statement.element).length === 0;
}

export function templatesOf(element: XmlElement): readonly string[] {
  return childrenOf(element, 'templateId')
    .map((template) => attributeOf(template, 'root'))
    .filter((root) => root !== undefined);
}

export function moodOf(statement: Statement): string {
  return attributeOf(statement.element, 'moodCode') ?? 'EVN';
}

export function isNegated(statement: Statement): boolean {
  return attributeOf(statement.element, 'negationInd') === 'true';
}

export function statusOf(statement: Statement): string | undefined {
  return attributeOf(childOf(statement.element, 'statusCode'), 'code');
}

/** The coded value at the end of a path. */
export function conceptAt(
  statement: Statement,
  ...path: readonly string[]
): CodeableConcept | undefined {
  return conceptOf(childOf(statement.element, ...path), statement.conversion.texts);
}

/** The coded values of a repeating element. */
export function conceptsAt(statement: Statement, name: string): readonly CodeableConcept[] {
  return childrenOf(statement.element, name)
    .map((each) => conceptOf(each, statement.conversion.texts))
    .filter((each) => each !== undefined);
}

/** The value of the first related observation with this template, e.g. a status or a severity. */
export function relatedValue(statement: Statement, template: string): XmlElement | undefined {
  const related = relatedTo(statement).find((each) => hasTemplate(each, template));
  const value = childOf(related?.element, 'value');
  return isNull(value) ? undefined : value;
}

/** Elements that most resources share. */
export function sharedBy(statement: Statement): {
  readonly identifier: readonly object[];
  readonly note: readonly object[];
} {
  return { identifier: identifiersOf(statement.element), note: commentsOn(statement) };
}

export interface Authored {
  readonly author?: Reference;
  readonly time?: string;
}

export function authoredBy(statement: Statement): Authored {
  const element = childOf(statement.element, 'author');
  const author = authorOf(element, statement.conversion);
  const time = dateTimeOf(childOf(element, 'time'));
  return {
    ...(author === undefined ? {} : { author }),
    ...(time === undefined ? {} : { time }),
  };
}

/** Everybody who performed it. */
export function performersOf(statement: Statement): readonly Reference[] {
  return childrenOf(statement.element, 'performer')
    .map((performer) => participantOf(childOf(performer, 'assignedEntity'), statement.conversion))
    .filter((each) => each !== undefined);
}

/** The reasons that are coded inside: Indication observations and `RSON` relationships. */
export function reasonsFor(statement: Statement): readonly CodeableConcept[] {
  return relatedTo(statement)
    .filter(
      (related) => hasTemplate(related, indication, refusalReason) || isReason(statement, related),
    )
    .map((related) =>
      hasTemplate(related, refusalReason)
        ? conceptAt(related, 'code')
        : (conceptAt(related, 'value') ?? conceptAt(related, 'code')),
    )
    .filter((each) => each !== undefined);
}

const indication = '2.16.840.1.113883.10.20.22.4.19';
export const refusalReason = '2.16.840.1.113883.10.20.22.4.53';
const commentActivity = '2.16.840.1.113883.10.20.22.4.64';

function isReason(statement: Statement, related: Statement): boolean {
  return (
    related.element.name === 'observation' &&
    childrenOf(statement.element, 'entryRelationship').some(
      (holder) =>
        attributeOf(holder, 'typeCode') === 'RSON' && holder.children.includes(related.element),
    )
  );
}

function commentsOn(statement: Statement): readonly object[] {
  return relatedTo(statement)
    .filter((related) => hasTemplate(related, commentActivity))
    .flatMap((related) => {
      const text = originalText(childOf(related.element, 'text'), statement.conversion.texts);
      if (text === undefined) return [];
      const { author, time } = authoredBy(related);
      return [{ text, authorReference: author, time }];
    });
}

/** The time of the statement's author, or of what it is about. */
export function recordedAt(statement: Statement): string | undefined {
  return authoredBy(statement).time ?? beginningOf(childOf(statement.element, 'effectiveTime'));
}
