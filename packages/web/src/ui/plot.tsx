import { useComputedColorScheme } from '@mantine/core';
import { useReducedMotion } from '@mantine/hooks';
import { GridComponent, LegendComponent, TooltipComponent } from 'echarts/components';
import { type EChartsCoreOption, init, use as register } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';
import { type ReactNode, useEffect, useRef } from 'react';
import classes from './plot.module.css';

// What every plot has; its kind of marks is registered by whoever draws them.
register([GridComponent, TooltipComponent, LegendComponent, CanvasRenderer]);

/** The look of the page around the plot, which a canvas does not inherit. */
export interface PlotStyle {
  /** Reads a colour of the theme by its CSS variable. */
  readonly colour: (name: string) => string;
  readonly fontFamily: string;
}

interface PlotProps {
  /** What it shows, for who does not see it; the numbers themselves stand in a table beside it. */
  readonly label: string;
  /** The same function as long as it draws the same. */
  readonly option: (style: PlotStyle) => EChartsCoreOption;
  readonly size?: 'large' | 'small';
}

export function Plot({ label, option, size = 'large' }: PlotProps): ReactNode {
  const place = useRef<HTMLDivElement>(null);
  const scheme = useComputedColorScheme('light');
  const animation = !useReducedMotion();
  useEffect(() => {
    if (!place.current) return undefined;
    const style = getComputedStyle(place.current);
    const colour = (name: string): string => style.getPropertyValue(name).trim();
    const chart = init(place.current);
    chart.setOption({
      ...option({ colour, fontFamily: style.fontFamily }),
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
  }, [option, scheme, animation]);
  return (
    // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- a canvas is drawn into it
    <div ref={place} className={classes.plot} data-size={size} role="img" aria-label={label} />
  );
}
