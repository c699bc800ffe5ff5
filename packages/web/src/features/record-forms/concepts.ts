/** A code that is offered by name; whatever is not here is written in words. */
export interface Concept {
  /** Of its name in the catalogue. */
  readonly key: `${'sct' | 'rx' | 'cvx'}-${string}`;
  readonly system: string;
  readonly code: string;
  /** As its code system calls it. */
  readonly display: string;
}

const from =
  (key: 'sct' | 'rx' | 'cvx', system: string) =>
  (code: string, display: string): Concept => ({ key: `${key}-${code}`, system, code, display });

const sct = from('sct', 'http://snomed.info/sct');
const rx = from('rx', 'http://www.nlm.nih.gov/research/umls/rxnorm');
const cvx = from('cvx', 'http://hl7.org/fhir/sid/cvx');

export const PROBLEMS: readonly Concept[] = [
  sct('38341003', 'Hypertensive disorder'),
  sct('44054006', 'Diabetes mellitus type 2'),
  sct('46635009', 'Diabetes mellitus type 1'),
  sct('195967001', 'Asthma'),
  sct('13645005', 'Chronic obstructive lung disease'),
  sct('55822004', 'Hyperlipidemia'),
  sct('35489007', 'Depressive disorder'),
  sct('37796009', 'Migraine'),
  sct('84114007', 'Heart failure'),
  sct('49436004', 'Atrial fibrillation'),
  sct('53741008', 'Coronary arteriosclerosis'),
  sct('22298006', 'Myocardial infarction'),
  sct('230690007', 'Cerebrovascular accident'),
  sct('40930008', 'Hypothyroidism'),
  sct('414916001', 'Obesity'),
  sct('396275006', 'Osteoarthritis'),
  sct('69896004', 'Rheumatoid arthritis'),
  sct('64859006', 'Osteoporosis'),
  sct('235595009', 'Gastroesophageal reflux disease'),
  sct('396331005', 'Celiac disease'),
  sct('84757009', 'Epilepsy'),
  sct('709044004', 'Chronic kidney disease'),
  sct('61582004', 'Allergic rhinitis'),
  sct('10509002', 'Acute bronchitis'),
];

/** Said of a chart as a whole: that somebody asked, and there is none. */
export const NO_KNOWN_ALLERGY = sct('716186003', 'No known allergy');

export const ALLERGENS: readonly Concept[] = [
  NO_KNOWN_ALLERGY,
  sct('373270004', 'Substance with penicillin structure and antibacterial mechanism of action'),
  sct('372687004', 'Amoxicillin'),
  sct('387458008', 'Aspirin'),
  sct('387207008', 'Ibuprofen'),
  sct('111088007', 'Latex'),
  sct('762952008', 'Peanut'),
  sct('227493005', 'Cashew nuts'),
  sct('3718001', "Cow's milk"),
  sct('102263004', 'Eggs (edible)'),
  sct('412071004', 'Wheat'),
  sct('735029006', 'Shellfish'),
  sct('256277009', 'Grass pollen'),
  sct('260147004', 'House dust mite'),
  sct('264287008', 'Animal dander'),
  sct('288328004', 'Bee venom'),
];

export const REACTIONS: readonly Concept[] = [
  sct('271807003', 'Eruption of skin'),
  sct('126485001', 'Urticaria'),
  sct('41291007', 'Angioedema'),
  sct('267036007', 'Dyspnea'),
  sct('39579001', 'Anaphylaxis'),
  sct('422587007', 'Nausea'),
  sct('422400008', 'Vomiting'),
];

export const MEDICINES: readonly Concept[] = [
  rx('161', 'acetaminophen'),
  rx('5640', 'ibuprofen'),
  rx('1191', 'aspirin'),
  rx('6809', 'metformin'),
  rx('29046', 'lisinopril'),
  rx('35296', 'ramipril'),
  rx('52175', 'losartan'),
  rx('17767', 'amlodipine'),
  rx('6918', 'metoprolol'),
  rx('5487', 'hydrochlorothiazide'),
  rx('4603', 'furosemide'),
  rx('83367', 'atorvastatin'),
  rx('36567', 'simvastatin'),
  rx('7646', 'omeprazole'),
  rx('40790', 'pantoprazole'),
  rx('10582', 'levothyroxine'),
  rx('435', 'albuterol'),
  rx('723', 'amoxicillin'),
  rx('32968', 'clopidogrel'),
  rx('11289', 'warfarin'),
  rx('36437', 'sertraline'),
  rx('8640', 'prednisone'),
];

export const VACCINES: readonly Concept[] = [
  cvx('140', 'Influenza, seasonal, injectable, preservative free'),
  cvx('208', 'COVID-19, mRNA, LNP-S, PF, 30 mcg/0.3 mL dose'),
  cvx('207', 'COVID-19, mRNA, LNP-S, PF, 100 mcg/0.5 mL dose or 50 mcg/0.25 mL dose'),
  cvx('115', 'Tdap'),
  cvx('20', 'DTaP'),
  cvx('113', 'Td (adult), 5 Lf tetanus toxoid, preservative free, adsorbed'),
  cvx('03', 'MMR'),
  cvx('21', 'varicella'),
  cvx('10', 'IPV'),
  cvx('08', 'Hep B, adolescent or pediatric'),
  cvx('43', 'Hep B, adult'),
  cvx('83', 'Hep A, ped/adol, 2 dose'),
  cvx('52', 'Hep A, adult'),
  cvx('133', 'Pneumococcal conjugate PCV 13'),
  cvx('33', 'pneumococcal polysaccharide PPV23'),
  cvx('165', 'HPV9'),
  cvx('187', 'zoster recombinant'),
  cvx('114', 'meningococcal MCV4P'),
];

/** Every concept that has a name. */
export const CONCEPTS: readonly Concept[] = [
  ...PROBLEMS,
  ...ALLERGENS,
  ...REACTIONS,
  ...MEDICINES,
  ...VACCINES,
];
