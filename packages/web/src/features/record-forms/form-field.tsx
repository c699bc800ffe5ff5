import { Autocomplete, NativeSelect, TextInput, Textarea } from '@mantine/core';
import type { ReactNode } from 'react';
import { type Text, useText } from '../../ui/text.ts';
import type { Concept } from './concepts.ts';
import { DateField } from './date-field.tsx';
import { localMoment, momentOf } from './moments.ts';
import type { Field } from './record-form.ts';

interface FormFieldProps {
  readonly field: Field;
  readonly value: string;
  readonly error: ReactNode;
  readonly nameOf: (concept: Concept) => string;
  readonly onChange: (value: string) => void;
}

export function FormField(props: FormFieldProps): ReactNode {
  const { field, value, error, onChange } = props;
  const t = useText();
  const common = {
    size: 'md',
    label: t(field.label),
    description: field.hint && t(field.hint),
    error,
    withAsterisk: field.isNeeded ?? false,
    value,
    'data-field': field.name,
  } as const;
  const change = (event: { readonly currentTarget: { readonly value: string } }): void =>
    onChange(event.currentTarget.value);
  switch (field.as) {
    case 'concept':
      return <ConceptField {...props} field={field} />;
    case 'choice':
      return <NativeSelect {...common} data={choicesOf(props, t)} onChange={change} />;
    case 'date':
      return (
        <DateField
          label={common.label}
          value={value}
          isNeeded={field.isNeeded ?? false}
          error={error}
          onChange={onChange}
        />
      );
    case 'moment':
      return (
        <TextInput
          {...common}
          type="datetime-local"
          value={localMoment(value)}
          onChange={(event) => onChange(momentOf(event.currentTarget.value))}
        />
      );
    case 'number':
      return (
        <TextInput {...common} type="number" step="any" inputMode="decimal" onChange={change} />
      );
    case 'words':
      return (
        <Textarea {...common} autosize minRows={field.rows ?? 2} maxRows={24} onChange={change} />
      );
    case 'line':
      return <TextInput {...common} maxLength={1000} onChange={change} />;
  }
}

/** A value that the list does not know, of a record from elsewhere, stays what it is. */
function choicesOf({ field, value }: FormFieldProps, t: Text) {
  const choices = field.as === 'choice' ? field.choices : [];
  const isKnown = value === '' || choices.some((choice) => choice.value === value);
  return [
    ...(field.isNeeded && value !== '' ? [] : [{ value: '', label: t('form.notSaid') }]),
    ...choices.map(({ value: code, words }) => ({ value: code, label: t(words) })),
    ...(isKnown ? [] : [{ value, label: value }]),
  ];
}

interface ConceptFieldProps extends FormFieldProps {
  readonly field: Extract<Field, { as: 'concept' }>;
}

/** Names that have a code are offered; any other words will do. */
function ConceptField({ field, value, error, nameOf, onChange }: ConceptFieldProps): ReactNode {
  const t = useText();
  const names = [...new Set(field.concepts.map((concept) => nameOf(concept)))];
  return (
    <Autocomplete
      size="md"
      label={t(field.label)}
      description={field.hint && t(field.hint)}
      error={error}
      withAsterisk={field.isNeeded ?? false}
      maxLength={1000}
      data={names}
      withScrollArea={false}
      styles={{ options: { maxHeight: 260, overflowY: 'auto' } }}
      value={value}
      onChange={onChange}
    />
  );
}
