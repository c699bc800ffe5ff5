import { LineChart } from 'echarts/charts';
import { MarkAreaComponent } from 'echarts/components';
import { use as register } from 'echarts/core';
import { type ReactNode, useCallback } from 'react';
import { useFormat } from '../../ui/format.ts';
import { Plot, type PlotStyle } from '../../ui/plot.tsx';
import { useText } from '../../ui/text.ts';
import { unitText } from '../records/index.ts';
import { plotOption } from './plot-option.ts';
import type { ResultChoice } from './result-choices.ts';
import classes from './results-section.module.css';

register([LineChart, MarkAreaComponent]);

export function ResultsPlot({ choice }: { readonly choice: ResultChoice }): ReactNode {
  const t = useText();
  const format = useFormat();
  const option = useCallback(
    (style: PlotStyle) => plotOption(choice, format, style),
    [choice, format],
  );
  const [first] = choice.series;
  const unit = unitText(first?.unit ?? '');
  return (
    <>
      <Plot label={t('results.plotOf', { title: choice.title })} option={option} />
      <p className={classes.caption}>
        {unit !== '' && t('results.unit', { unit })} {first?.referenceRange && t('results.band')}
      </p>
    </>
  );
}
