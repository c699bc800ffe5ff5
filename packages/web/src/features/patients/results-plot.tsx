import { useComputedColorScheme } from '@mantine/core';
import { useReducedMotion } from '@mantine/hooks';
import { LineChart } from 'echarts/charts';
import {
  AriaComponent,
  GridComponent,
  LegendComponent,
  MarkAreaComponent,
  TooltipComponent,
} from 'echarts/components';
import { init, use as register } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';
import { type ReactNode, useEffect, useRef } from 'react';
import { useFormat } from '../../ui/format.ts';
import { useText } from '../../ui/text.ts';
import { unitText } from '../records/index.ts';
import { plotOption } from './plot-option.ts';
import type { ResultChoice } from './result-choices.ts';
import classes from './results-section.module.css';

register([
  LineChart,
  GridComponent,
  TooltipComponent,
  MarkAreaComponent,
  LegendComponent,
  AriaComponent,
  CanvasRenderer,
]);

export function ResultsPlot({ choice }: { readonly choice: ResultChoice }): ReactNode {
  const t = useText();
  const place = useRef<HTMLDivElement>(null);
  usePlot(place, choice);
  const [first] = choice.series;
  const unit = unitText(first?.unit ?? '');
  return (
    <>
      <div
        ref={place}
        className={classes.plot}
        // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- a canvas is drawn into it
        role="img"
        aria-label={t('results.plotOf', { title: choice.title })}
      />
      <p className={classes.caption}>
        {unit !== '' && t('results.unit', { unit })} {first?.referenceRange && t('results.band')}
      </p>
    </>
  );
}

function usePlot(place: React.RefObject<HTMLDivElement | null>, choice: ResultChoice): void {
  const format = useFormat();
  const scheme = useComputedColorScheme('light');
  const animation = !useReducedMotion();
  useEffect(() => {
    if (!place.current) return undefined;
    const style = getComputedStyle(place.current);
    const colour = (name: string): string => style.getPropertyValue(name).trim();
    const chart = init(place.current);
    chart.setOption({
      ...plotOption(choice, format, { colour, fontFamily: style.fontFamily }),
      animation,
      // Colours are read anew when the scheme changes, which is why the effect depends on it.
      darkMode: scheme === 'dark',
    });
    const watcher = new ResizeObserver(() => chart.resize());
    watcher.observe(place.current);
    return () => {
      watcher.disconnect();
      chart.dispose();
    };
  }, [place, choice, format, scheme, animation]);
}
