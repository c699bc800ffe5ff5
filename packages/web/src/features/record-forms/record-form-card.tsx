import { Button } from '@mantine/core';
import type { Resource } from '@wardkeep/contract';
import { type ReactNode, useRef, useState } from 'react';
import { Card } from '../../ui/card.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { useText } from '../../ui/text.ts';
import { useNow } from '../../ui/use-now.ts';
import { useOpenChart } from '../open-chart/index.ts';
import { ConflictDialog } from './conflict-dialog.tsx';
import { FormField } from './form-field.tsx';
import { type RecordForm, type Values, faultsOf, mergedValues } from './record-form.ts';
import classes from './record-form.module.css';
import { refusedFields } from './refused-fields.ts';
import { useNameOf } from './use-name-of.ts';
import { ChangedMeanwhile, useSave } from './use-save.ts';

interface RecordFormCardProps {
  readonly form: RecordForm;
  /** The record as it was read; none for a new one. */
  readonly base?: Resource;
  readonly onSaved: (saved: Resource) => void;
  readonly onLeave: () => void;
}

export function RecordFormCard(props: RecordFormCardProps): ReactNode {
  const { form, onSaved, onLeave } = props;
  const t = useText();
  const nameOf = useNameOf();
  const { patientId = '' } = useOpenChart();
  const [base, setBase] = useState(props.base);
  const [values, setValues] = useState<Values>(
    () => (base && form.read(base)) ?? form.begin(new Date()),
  );
  const [tried, setTried] = useState(false);
  const place = useRef<HTMLFormElement>(null);
  const save = useSave(onSaved);
  const fields = form.fields(values);
  const faults = faultsOf(form, values);
  const refused = refusedFields(save.error, fields);
  const conflict = save.error instanceof ChangedMeanwhile ? save.error : null;
  const writing = { patientId, now: useNow(), nameOf, say: t };
  const errors = (name: string): ReactNode =>
    errorOf(tried && faults[name], refused.byField[name], t);
  const send = (): void => {
    setTried(true);
    if (Object.keys(faults).length === 0) save.mutate(form.write(values, base, writing));
    else focusFirstFault(place.current);
  };
  const keepMine = (was: Resource, theirs: Resource): void => {
    setValues(merged(form, values, was, theirs));
    setBase(theirs);
    save.reset();
  };
  return (
    <Card>
      <form
        ref={place}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        {save.error !== null && !conflict && !refused.isAllPlaced && (
          <ProblemAlert error={save.error} title={t('form.notSaved')} />
        )}
        <Fields form={form} values={values} errors={errors} onChange={(next) => setValues(next)} />
        <Bar isSaving={save.isPending} onLeave={onLeave} />
      </form>
      {conflict && base && (
        <ConflictDialog
          was={base}
          theirs={conflict.theirs}
          mine={form.write(merged(form, values, base, conflict.theirs), conflict.theirs, writing)}
          onTheirs={() => onSaved(conflict.theirs)}
          onMine={() => keepMine(base, conflict.theirs)}
        />
      )}
    </Card>
  );
}

interface BarProps {
  readonly isSaving: boolean;
  readonly onLeave: () => void;
}

function Bar({ isSaving, onLeave }: BarProps): ReactNode {
  const t = useText();
  return (
    <div className={classes.bar}>
      <Button variant="default" onClick={onLeave}>
        {t('app.cancel')}
      </Button>
      <Button type="submit" loading={isSaving}>
        {t('form.save')}
      </Button>
    </div>
  );
}

interface FieldsProps {
  readonly form: RecordForm;
  readonly values: Values;
  readonly errors: (name: string) => ReactNode;
  readonly onChange: (values: Values) => void;
}

function Fields({ form, values, errors, onChange }: FieldsProps): ReactNode {
  const nameOf = useNameOf();
  const fields = form.fields(values);
  const change = (name: string, value: string): void => {
    const next = { ...values, [name]: value };
    onChange(form.follow?.(next, name) ?? next);
  };
  return (
    <div className={classes.fields}>
      {fields.map((field, place) => (
        <div
          key={field.name}
          className={field.isHalf || fields[place + 1]?.isHalf ? classes.half : undefined}
        >
          <FormField
            field={field}
            value={values[field.name] ?? ''}
            error={errors(field.name)}
            nameOf={nameOf}
            onChange={(value) => change(field.name, value)}
          />
        </div>
      ))}
    </div>
  );
}

function merged(form: RecordForm, mine: Values, base: Resource, theirs: Resource): Values {
  const [was, is] = [form.read(base), form.read(theirs)];
  return was && is ? mergedValues(mine, was, is) : mine;
}

function errorOf(
  fault: Parameters<ReturnType<typeof useText>>[0] | false | undefined,
  refusal: string | undefined,
  t: ReturnType<typeof useText>,
): ReactNode {
  if (fault) return t(fault);
  return refusal === undefined ? undefined : <span lang="en">{refusal}</span>;
}

/** Once the fields have been marked. */
function focusFirstFault(form: HTMLFormElement | null): void {
  requestAnimationFrame(() => {
    const first = form?.querySelector('[aria-invalid="true"], [data-error="true"]');
    if (first instanceof HTMLElement) first.focus();
  });
}
