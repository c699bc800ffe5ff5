import type { Coding, Unit } from './codes.ts';
import { dateOf, dateTimeOf } from './days.ts';
import type { Random } from './random.ts';

/** A FHIR R4 resource as JSON. */
export interface FhirResource {
  readonly resourceType: string;
  readonly [member: string]: unknown;
}

export interface BundleEntry {
  readonly fullUrl: string;
  readonly resource: FhirResource;
  readonly request: { readonly method: 'POST'; readonly url: string };
}

/** https://hl7.org/fhir/R4/http.html#transaction; the Patient is its first entry. */
export interface TransactionBundle {
  readonly resourceType: 'Bundle';
  readonly type: 'transaction';
  readonly entry: readonly BundleEntry[];
  /** What FHIR allows besides; a client's body type asks for it. */
  readonly [member: string]: unknown;
}

export interface PatientFacts {
  /** Shown as it is: obviously made up. */
  readonly name: string;
  readonly gender: 'female' | 'male';
  readonly birthDate: Date;
}

interface Reference {
  readonly reference: string;
}

export interface Range {
  readonly low?: number;
  readonly high?: number;
}

/** Words that go with any record. */
export interface Remarks {
  readonly note?: string;
  readonly encounter?: Reference;
}

/** One chart in the making: each method adds a resource about the patient. Days and times are UTC. */
export class ChartBuilder {
  readonly #random: Random;
  readonly #entries: BundleEntry[] = [];
  readonly #patient: Reference;

  constructor(random: Random, facts: PatientFacts) {
    this.#random = random;
    const [family = '', ...given] = facts.name.split(' ').toReversed();
    this.#patient = this.#add({
      resourceType: 'Patient',
      identifier: [{ system: 'https://wardkeep.example/demo', value: random.uuid() }],
      name: [{ use: 'official', text: facts.name, family, given: given.toReversed() }],
      gender: facts.gender,
      birthDate: dateOf(facts.birthDate),
    });
  }

  bundle(): TransactionBundle {
    return { resourceType: 'Bundle', type: 'transaction', entry: [...this.#entries] };
  }

  visit(type: Coding, at: Date, reason: string): Reference {
    const end = new Date(at.getTime() + this.#random.integer(15, 40) * 60_000);
    return this.#add({
      resourceType: 'Encounter',
      status: 'finished',
      class: AMBULATORY,
      type: [concept(type)],
      subject: this.#patient,
      period: { start: dateTimeOf(at), end: dateTimeOf(end) },
      reasonCode: [{ text: reason }],
      serviceProvider: { display: 'Demo Clinic' },
    });
  }

  condition(code: Coding, from: Date, more: Remarks & { readonly until?: Date } = {}): Reference {
    const { until } = more;
    return this.#add({
      resourceType: 'Condition',
      clinicalStatus: status('condition-clinical', until === undefined ? 'active' : 'resolved'),
      verificationStatus: status('condition-ver-status', 'confirmed'),
      code: concept(code),
      subject: this.#patient,
      onsetDateTime: dateOf(from),
      ...(until === undefined ? {} : { abatementDateTime: dateOf(until) }),
      ...remarks(more),
    });
  }

  allergy(
    code: Coding,
    since: Date,
    reaction: { readonly sign: Coding; readonly severe: boolean },
  ) {
    const { sign, severe } = reaction;
    return this.#add({
      resourceType: 'AllergyIntolerance',
      clinicalStatus: status('allergyintolerance-clinical', 'active'),
      verificationStatus: status('allergyintolerance-verification', 'confirmed'),
      criticality: severe ? 'high' : 'low',
      code: concept(code),
      patient: this.#patient,
      onsetDateTime: dateOf(since),
      reaction: [{ manifestation: [concept(sign)], severity: severe ? 'severe' : 'mild' }],
    });
  }

  medicine(
    code: Coding,
    from: Date,
    order: Remarks & { readonly dosage: string; readonly stopped?: true; readonly for?: Reference },
  ): Reference {
    return this.#add({
      resourceType: 'MedicationRequest',
      status: order.stopped === true ? 'stopped' : 'active',
      intent: 'order',
      medicationCodeableConcept: concept(code),
      subject: this.#patient,
      authoredOn: dateTimeOf(from),
      ...(order.for === undefined ? {} : { reasonReference: [order.for] }),
      dosageInstruction: [{ text: order.dosage }],
      ...remarks(order),
    });
  }

  vaccination(code: Coding, at: Date, dose: number): Reference {
    return this.#add({
      resourceType: 'Immunization',
      status: 'completed',
      vaccineCode: concept(code),
      patient: this.#patient,
      occurrenceDateTime: dateOf(at),
      lotNumber: `DEMO-${this.#random.integer(1000, 9999)}`,
      protocolApplied: [{ doseNumberPositiveInt: dose }],
    });
  }

  /** One number. */
  measured(
    code: Coding,
    at: Date,
    result: Remarks & { readonly value: number; readonly unit: Unit; readonly range?: Range },
  ): Reference {
    return this.#observation(code, at, result, {
      valueQuantity: quantity(result.value, result.unit),
      ...referenceRange(result.range, result.unit),
    });
  }

  /** Several numbers of one unit that belong together, such as the two of a blood pressure. */
  measuredTogether(
    code: Coding,
    at: Date,
    result: Remarks & {
      readonly unit: Unit;
      readonly parts: readonly {
        readonly code: Coding;
        readonly value: number;
        readonly range: Range;
      }[];
    },
  ): Reference {
    return this.#observation(code, at, result, {
      component: result.parts.map((part) => ({
        code: concept(part.code),
        valueQuantity: quantity(part.value, result.unit),
        ...referenceRange(part.range, result.unit),
      })),
    });
  }

  /** A result in words, coded or free. */
  worded(code: Coding, at: Date, result: Remarks & { readonly words: string | Coding }): Reference {
    const { words } = result;
    return this.#observation(
      code,
      at,
      result,
      typeof words === 'string' ? { valueString: words } : { valueCodeableConcept: concept(words) },
    );
  }

  #observation(code: Coding, at: Date, more: Remarks, value: object): Reference {
    return this.#add({
      resourceType: 'Observation',
      status: 'final',
      code: concept(code),
      subject: this.#patient,
      effectiveDateTime: dateTimeOf(at),
      ...value,
      ...remarks(more),
    });
  }

  #add(resource: FhirResource): Reference {
    const fullUrl = `urn:uuid:${this.#random.uuid()}`;
    this.#entries.push({
      fullUrl,
      resource,
      request: { method: 'POST', url: resource.resourceType },
    });
    return { reference: fullUrl };
  }
}

const AMBULATORY = {
  system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode',
  code: 'AMB',
  display: 'ambulatory',
};

function concept(coding: Coding): object {
  return { coding: [coding], text: coding.display };
}

function status(codeSystem: string, code: string): object {
  return { coding: [{ system: `http://terminology.hl7.org/CodeSystem/${codeSystem}`, code }] };
}

function quantity(value: number, unit: Unit): object {
  return { value, unit: unit.unit, system: 'http://unitsofmeasure.org', code: unit.code };
}

function referenceRange(range: Range | undefined, unit: Unit): object {
  if (range === undefined) return {};
  const ends = Object.entries(range).map(([end, value]: [string, number]) => [
    end,
    quantity(value, unit),
  ]);
  return { referenceRange: [Object.fromEntries(ends)] };
}

function remarks({ note, encounter }: Remarks): object {
  return {
    ...(note === undefined ? {} : { note: [{ text: note }] }),
    ...(encounter === undefined ? {} : { encounter }),
  };
}
