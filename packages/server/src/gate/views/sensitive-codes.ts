import type { Sensitivity } from '@wardkeep/contract';
import {
  ACT_CODE,
  ATC,
  CONFIDENTIALITY,
  ICD10,
  ICD10CM,
  ICD10GM,
  ICD9CM,
  LOINC,
  RXNORM,
  SNOMED,
} from './terminologies.ts';

/**
 * What codes say of a record's sensitivity. This table can't be complete: SNOMED CT alone has 350,000 concepts, a
 * sensitive condition shows in medicines and laboratory values that others have too, and what somebody would rather keep
 * to themselves is in no table. So what the author of a record says of it (`meta.security`) counts first and always, and
 * codes only add to it; who wants one record kept apart has it labelled `R`. The codes here are classes, where a system
 * has classes (ICD, ATC), and otherwise the ones that are met most. A code says what a record is about, not how it came
 * out: a test that found nothing is as sensitive as one that did.
 *
 * Not here, on purpose: tobacco (42 CFR Part 2 leaves it out as well), opioids against pain, vaccines (those against HPV
 * and hepatitis B are given to everybody).
 */
export type CodesOf = Readonly<Partial<Record<Sensitivity, string>>>;

/** Codes as they are, by system, separated by spaces. */
export const SENSITIVE_CODES: Readonly<Record<string, CodesOf>> = {
  // Labels of the author: information sensitivity policies. BH is both mental health and substance use.
  [ACT_CODE]: {
    'mental-health': 'MH PSY PSYTHPN BH COGN DVD EMOTDIS',
    'substance-use': 'SUD ETH ETHUD OPIOIDUD BH',
    'reproductive-health': 'SEX STD',
    hiv: 'HIV',
    genetics: 'GDIS SICKLE',
    violence: 'SDV VIO MST',
    // About something that has no name of its own here, and marked all the same.
    restricted: 'SPI TBOO ADOL CEL DIA DRGIS EMP PDS PHY PRS',
  },
  [CONFIDENTIALITY]: { restricted: 'R V' },
  [SNOMED]: {
    'mental-health': [
      // Disorders: depression, anxiety, PTSD, bipolar, psychosis, OCD, eating, attention, autism, gender.
      '35489007 370143000 36923009 66344007 40379007 87512008 832007 197480006 21897009 48694002',
      '371631005 47505003 13746004 58214004 69322001 74732009 191736004 72366004 56882008 78004001',
      '192127007 406506008 408856003 35919005 93461009 73595000 6471006 82313006 225444004 248062006',
      // Dementia.
      '26929004 230265002 52448006 386257007 850261000000100 710125008',
      // What is done about them.
      '79094001 88848003 736254008 718347000 405783006 225337009 76168009 228557008 171207006',
      '715252007 385892002 386522008 406185000 394587001 394913002',
    ].join(' '),
    'substance-use': [
      '7200002 66590003 15167005 191816009 26416006 75544000 5602001 55680006 66214007 6525002',
      '361055000 11061003 10939881000119105 228366006 228390007 454281000124100',
      '266707007 60112009 61480009 56876005 408935001 408936000 313071005 413473000 226138001',
    ].join(' '),
    'reproductive-health': [
      // Pregnancy and its loss.
      '72892002 77386006 60001007 454381000124105 454401000124105 252160004 19169002 17369002 35999006',
      '79586000 445912000 236931002 198992004 398254007 15938005 11687002 609496007 156073000',
      '424441002 424619006 134435003 135892000 312404004 713076009 169673001 51116004 169230002 271442007',
      '225158009 274804006 443529005 183460006 66348005 236974004 11466000 31208007',
      '85548006 169762003 65588006',
      // Termination.
      '10383002 386394001 714812005 5880005 57797005',
      // Contraception and sterilisation.
      '169553002 301807007 755621000000101 65200003 46706006 68254000 287664005 22523008',
      // Infections, fertility, the rest of it.
      '165829005 310861008 269828009 15628003 76272004 8098009 33839006 6738008 2904007 129103003',
      '237055002 243077000 90226004 93461009 446141000124107 20430005',
    ].join(' '),
    hiv: '86406008 62479008 165816005 91947003 111880001 31676001',
    genetics:
      '230265002 443529005 405825005 412734009 412738007 190905008 58756001 417357006 127040003',
    violence: '706893006 397940009 262574004',
  },
  [LOINC]: {
    'mental-health': [
      '75443-2 84215-3 72106-8 44261-6 44249-1 44251-7 44252-5 44253-3 44254-1 44255-8 44258-2 44259-0',
      '44260-8 55758-7 70274-6 69737-5 71354-5 69722-7 94023-9',
    ].join(' '),
    'substance-use':
      '72109-2 75626-2 82666-9 82667-7 68519-8 74013-4 96841-2 11331-6 5643-2 3397-7 3426-4 3349-8 3879-4',
    'reproductive-health': [
      '76690-7 76691-5 82810-3 86645-9 11996-6 8665-2 11778-8 2106-3 2118-8 21198-7',
      '21613-5 43304-5 43305-2 42931-6 60256-5 70161-5 20507-0',
    ].join(' '),
    hiv: '55277-8 56888-1 75622-1 89365-1 20447-9 29541-0 25836-8 68961-2 7917-8 24467-3',
    genetics:
      '51969-4 51967-8 55232-3 55233-1 81247-9 48018-6 53037-8 69548-6 47403-1 54447-8 55201-8 75034-9',
    violence: '28245-9 76499-3 76504-0',
  },
  // By ingredient, and the products that are met.
  [RXNORM]: {
    'mental-health': [
      '36437 4493 32937 2556 321988 39786 72625 42347 15996 10737 6448 2626 61381 51272 35636 89013 5093',
      '6901 38400 328670 1091392 608139',
      // Against dementia.
      '1599803 310436 996740',
    ].join(' '),
    'substance-use': '1819 6813 7243 3554 82819 7242',
    'reproductive-health': [
      '42331 6916 2596 6373 4124 6691 7514 14584 11636',
      '1000156 1000126 1534809 748962 389221 831533 757594 748879 1605257 807283 978950 1367439',
      '749785 749762 751905 748856',
    ].join(' '),
    hiv: '11413 68244 322248 276237 195085 1433868 719872 190521 85762 343047',
  },
};

/**
 * Classes: what a code begins with, without its dot, or a range of such beginnings of three characters. Of a code, all that
 * it begins with count.
 */
export const SENSITIVE_CLASSES: Readonly<Record<string, CodesOf>> = {
  ...Object.fromEntries([ICD10, ICD10CM, ICD10GM].map((system) => [system, icd10()])),
  [ICD9CM]: {
    'mental-health': '290-302 306-316 E950-E959 V11 V40 V790 V791',
    'substance-use': '303 304 3050 3052-3059 9650 E8500 V791',
    'reproductive-health': '090-099 614 615 616 617 626 627 628 630-679 V22-V28 V72 V745',
    hiv: '042 V08 79571',
    genetics: 'V83 V84 758 2826 2770',
    violence: 'E960-E969 9955 9958 V154',
  },
  [ATC]: {
    'mental-health': 'N05A N05B N06A N06B N06C N06D',
    'substance-use': 'N07BB N07BC',
    'reproductive-health': 'G02 G03A G03B G03C G03D G03F G03G G03H G03X',
    hiv: 'J05AE J05AF J05AG J05AJ J05AR',
  },
};

/** ICD-10 with the parts that its clinical modifications add; chapters V and XV whole. */
function icd10(): CodesOf {
  return {
    'mental-health': 'F00-F09 F20-F99 G30 R45 T149 X60-X84 Z133 Z504 Z81 Z865 Z914 Z915 Z9151',
    'substance-use':
      'F10-F16 F18 F19 T40 T510 X41 X42 X45 Y90 Y91 Z502 Z503 Z714 Z715 Z721 Z722 Z811 Z812 Z813',
    'reproductive-health': [
      'A50-A64 E28 F52 F64-F66 N46 N52 N70-N77 N80 N91 N94-N98 O00-O99 O9A P95',
      'Z113 Z202 Z30-Z39 Z3A Z64 Z70 Z725 Z793 Z975 Z9851 Z9852',
    ].join(' '),
    hiv: 'B20-B24 B9735 F024 O987 R75 Z114 Z206 Z21 Z717 Z830',
    genetics: 'D57 E84 G10 Q90-Q99 Z137 Z14 Z15 Z314 Z315',
    violence: 'O9A3 O9A4 O9A5 T74 T76 X85-X99 Y00-Y09 Z044 Z0471 Z6281 Z654 Z69 Z9141',
  };
}
