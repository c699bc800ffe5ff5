import { Button, Checkbox, Stack, Switch, Text as Words } from '@mantine/core';
import {
  type ConsentTerms,
  RECORD_KINDS,
  RecordKind,
  SENSITIVITIES,
  Sensitivity,
} from '@wardkeep/contract';
import type { ReactNode } from 'react';
import { useText } from '../../ui/text.ts';
import { KindIcon } from './kind-icon.tsx';
import classes from './terms-fields.module.css';

interface TermsFieldsProps {
  readonly terms: ConsentTerms;
  /** Sent with nothing ticked. */
  readonly isEmpty?: boolean;
  readonly onChange: (terms: ConsentTerms) => void;
}

/** Kinds, sensitive records, and what may be done with them. */
export function TermsFields({ terms, isEmpty = false, onChange }: TermsFieldsProps): ReactNode {
  const t = useText();
  return (
    <Stack gap="lg">
      <KindBoxes terms={terms} isEmpty={isEmpty} onChange={onChange} />
      <SensitiveBoxes terms={terms} onChange={onChange} />
      <fieldset className={classes.group}>
        <legend className={classes.legend}>{t('terms.rights')}</legend>
        <Stack gap="sm">
          <Switch
            label={t('terms.mayWrite')}
            description={t('terms.mayWrite.hint')}
            checked={terms.mayWrite}
            onChange={(event) => onChange({ ...terms, mayWrite: event.currentTarget.checked })}
          />
          <Switch
            label={t('terms.mayShare')}
            description={t('terms.mayShare.hint')}
            checked={terms.mayShare}
            onChange={(event) => onChange({ ...terms, mayShare: event.currentTarget.checked })}
          />
        </Stack>
      </fieldset>
    </Stack>
  );
}

function KindBoxes({ terms, isEmpty, onChange }: TermsFieldsProps): ReactNode {
  const t = useText();
  const all = terms.kinds.length === RECORD_KINDS.length;
  const setKinds = (kinds: readonly string[]): void =>
    onChange({ ...terms, kinds: RECORD_KINDS.filter((kind) => kinds.includes(kind)) });
  return (
    <fieldset className={classes.group}>
      <div className={classes.head}>
        <legend className={classes.legend}>{t('terms.kinds')}</legend>
        <Button
          size="compact-sm"
          variant="subtle"
          onClick={() => setKinds(all ? [] : RECORD_KINDS)}
        >
          {t(all ? 'terms.kinds.chooseNone' : 'terms.kinds.chooseAll')}
        </Button>
      </div>
      <Checkbox.Group
        value={terms.kinds}
        onChange={setKinds}
        error={isEmpty === true && terms.kinds.length === 0 && t('terms.kinds.missing')}
      >
        <div className={classes.boxes}>
          {RecordKind.options.map((kind) => (
            <Checkbox.Card key={kind} value={kind} className={classes.box ?? ''}>
              <Checkbox.Indicator />
              <span className={classes.icon} aria-hidden="true">
                <KindIcon kind={kind} />
              </span>
              <span>{t(`recordKind.${kind}`)}</span>
            </Checkbox.Card>
          ))}
        </div>
      </Checkbox.Group>
    </fieldset>
  );
}

function SensitiveBoxes({ terms, onChange }: TermsFieldsProps): ReactNode {
  const t = useText();
  return (
    <fieldset className={classes.group}>
      <legend className={classes.legend}>{t('terms.sensitive')}</legend>
      <Words size="sm" c="dimmed" mb="xs">
        {t('terms.sensitive.why')}
      </Words>
      <Checkbox.Group
        value={terms.sensitivities}
        onChange={(chosen) =>
          onChange({ ...terms, sensitivities: SENSITIVITIES.filter((one) => chosen.includes(one)) })
        }
      >
        <div className={classes.boxes}>
          {Sensitivity.options.map((one) => (
            <Checkbox.Card key={one} value={one} className={classes.box ?? ''}>
              <Checkbox.Indicator />
              <span>{t(`sensitivity.${one}`)}</span>
            </Checkbox.Card>
          ))}
        </div>
      </Checkbox.Group>
    </fieldset>
  );
}
