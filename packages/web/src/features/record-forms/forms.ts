import type { Resource } from '@wardkeep/contract';
import { ALLERGY_FORM } from './allergy-form.ts';
import { MEASUREMENT_FORM } from './measurement-form.ts';
import { MEDICINE_FORM } from './medicine-form.ts';
import { NOTE_FORM } from './note-form.ts';
import { PROBLEM_FORM } from './problem-form.ts';
import type { RecordForm } from './record-form.ts';
import { VACCINATION_FORM } from './vaccination-form.ts';

const FORMS: Readonly<Record<string, RecordForm>> = {
  problem: PROBLEM_FORM,
  allergy: ALLERGY_FORM,
  medicine: MEDICINE_FORM,
  measurement: MEASUREMENT_FORM,
  vaccination: VACCINATION_FORM,
  note: NOTE_FORM,
};

/** By the name in the address. */
export function formNamed(kind: string): RecordForm | undefined {
  return Object.hasOwn(FORMS, kind) ? FORMS[kind] : undefined;
}

/** The form that can keep all that this record says, if there is one. */
export function formFor(resource: Resource): RecordForm | undefined {
  return Object.values(FORMS).find(
    (form) => form.type === resource.resourceType && form.read(resource) !== undefined,
  );
}
