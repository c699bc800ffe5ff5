import { conceptOf } from './concept.ts';
import { reasons, type Conversion, type Reference } from './conversion.ts';
import { authoredBy, sharedBy, statusOf, type Outcome, type Statement } from './statement.ts';
import { instantOf, momentOf } from './time.ts';
import { attributeOf, childOf, innerText, type XmlElement } from './xml-element.ts';

/** A Note Activity: a DocumentReference that holds the note itself. */
export function takeNote(statement: Statement): Outcome {
  const { conversion, element, key } = statement;
  const content = attachmentOf(childOf(element, 'text'), conversion);
  if (content === undefined) return { why: reasons.noContent };
  const { author } = authoredBy(statement);
  const { dateTime, period } = momentOf(childOf(element, 'effectiveTime'));
  const type = conceptOf(childOf(element, 'code'), conversion.texts);
  return {
    taken: [
      conversion.add('DocumentReference', key, {
        identifier: sharedBy(statement).identifier,
        status: statusOf(statement) === 'nullified' ? 'entered-in-error' : 'current',
        docStatus: statusOf(statement) === 'completed' ? 'final' : 'preliminary',
        type,
        subject: conversion.patient,
        date: instantOf(childOf(element, 'author', 'time')),
        author: author?.reference === undefined ? [] : [author],
        content: [{ attachment: content }],
        context: { period: period ?? (dateTime === undefined ? undefined : { start: dateTime }) },
      }),
    ],
  };
}

/** The body of an unstructured document. */
export function takeNonXmlBody(
  body: XmlElement,
  document: XmlElement | undefined,
  conversion: Conversion,
): Reference | undefined {
  const attachment = attachmentOf(childOf(body, 'text'), conversion);
  if (attachment === undefined) return undefined;
  return conversion.add('DocumentReference', 'nonXMLBody', {
    status: 'current',
    type: conceptOf(childOf(document, 'code'), conversion.texts),
    subject: conversion.patient,
    date: instantOf(childOf(document, 'effectiveTime')),
    description: innerText(childOf(document, 'title')),
    content: [{ attachment }],
  });
}

/** An ED: base64 as it is, a pointer to elsewhere, the narrative it points to, or text. */
function attachmentOf(text: XmlElement | undefined, conversion: Conversion): object | undefined {
  if (text === undefined) return undefined;
  const contentType = mediaTypeOf(text);
  if (attributeOf(text, 'representation') === 'B64') {
    const data = base64Of(text);
    return data === undefined || attributeOf(text, 'compression') !== undefined
      ? undefined
      : { contentType: contentType ?? 'application/octet-stream', data };
  }
  const pointer = attributeOf(childOf(text, 'reference'), 'value');
  const pointed = pointer?.startsWith('#') ? conversion.texts.get(pointer.slice(1)) : undefined;
  const words = pointed ?? innerText(text);
  if (words !== undefined) {
    return {
      contentType: 'text/plain; charset=utf-8',
      data: Buffer.from(words).toString('base64'),
    };
  }
  if (pointer === undefined || pointer.startsWith('#') || /\s/.test(pointer)) return undefined;
  return { contentType, url: pointer };
}

function mediaTypeOf(text: XmlElement): string | undefined {
  const type = attributeOf(text, 'mediaType');
  return type !== undefined && /^[\w.+-]+\/[\w.+-]+$/.test(type) ? type : undefined;
}

/** Without the element's other children (a thumbnail, a reference); nothing if it is no base64. */
function base64Of(text: XmlElement): string | undefined {
  const own = text.children.filter((child) => typeof child === 'string').join('');
  const data = own.replace(/\s+/g, '');
  const isBase64 = data.length % 4 === 0 && /^[A-Za-z0-9+/]+={0,2}$/.test(data);
  return isBase64 ? data : undefined;
}
