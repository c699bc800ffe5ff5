import { Radio, Stack, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { useText } from '../../ui/text.ts';
import { useNow } from '../../ui/use-now.ts';
import classes from './until-field.module.css';
import { localDay } from '../../ui/local-day.ts';
import { UNTIL_CHOICES, type Until, type UntilChoice } from './until-rules.ts';

interface UntilFieldProps {
  readonly until: Until;
  readonly isWrong: boolean;
  readonly onChange: (until: Until) => void;
}

export function UntilField({ until, isWrong, onChange }: UntilFieldProps): ReactNode {
  const t = useText();
  const now = useNow();
  const choose = (value: string): void => {
    const choice: UntilChoice = UNTIL_CHOICES.find((one) => one === value) ?? 'year';
    onChange({ ...until, choice });
  };
  return (
    <Stack gap="xs">
      <Radio.Group
        label={t('terms.until.label')}
        value={until.choice}
        onChange={choose}
        classNames={{ label: classes.label ?? '' }}
      >
        <div className={classes.choices}>
          {UNTIL_CHOICES.map((choice) => (
            <Radio.Card key={choice} value={choice} className={classes.choice ?? ''}>
              <Radio.Indicator />
              <span>{t(`terms.until.${choice}`)}</span>
            </Radio.Card>
          ))}
        </div>
      </Radio.Group>
      {until.choice === 'date' && (
        <TextInput
          type="date"
          maw="16rem"
          label={t('terms.until.day')}
          min={localDay(now)}
          value={until.date}
          error={isWrong && t('terms.until.wrong')}
          onChange={(event) => onChange({ ...until, date: event.currentTarget.value })}
        />
      )}
    </Stack>
  );
}
