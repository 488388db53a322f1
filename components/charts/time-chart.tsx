'use client';

import { useEffect, useState } from 'react';
import { Area, AreaChart, CartesianGrid, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';
import { useLocale } from 'use-intl';
import { formatClock, formatMoment } from '@/lib/base/format';
import type { ChartSeries } from './chart-panel';
import type { ChartRow } from './points';

interface Props {
  readonly series: readonly ChartSeries[];
  readonly rows: readonly ChartRow[];
  readonly from: number;
  readonly to: number;
  readonly write: (value: number, locale: string) => string;
  /** Upper end of the axis where it is known, such as 100 %. */
  readonly max?: number;
}

const readRem = (): number => Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || 15;

/** The root's font size in px: recharts measures in px, the page in rem, which grows with the screen. */
function useRem(): number {
  const [rem, setRem] = useState(readRem);
  useEffect(() => {
    const look = () => setRem(readRem());
    window.addEventListener('resize', look);
    return () => window.removeEventListener('resize', look);
  }, []);
  return rem;
}

/** The drawing itself, in a chunk of its own: recharts is not part of any first page. No animation: lines appear. */
export default function TimeChart({ series, rows, from, to, write, max }: Props) {
  const locale = useLocale();
  const rem = useRem();
  const tick = { fill: 'var(--ink-3)', fontSize: 0.76 * rem };
  return (
    <ResponsiveContainer width="100%" height="100%">
      <AreaChart
        accessibilityLayer={false}
        data={rows.map((row) => ({ at: row.at, ...row.values }))}
        margin={{ top: 6, right: 8, bottom: 0, left: 0 }}
      >
        <CartesianGrid stroke="var(--line)" vertical={false} />
        <XAxis
          dataKey="at"
          type="number"
          domain={[from, to]}
          allowDataOverflow
          tick={tick}
          tickLine={false}
          axisLine={{ stroke: 'var(--line-strong)' }}
          tickFormatter={(at: number) => formatClock(at, to, locale)}
          height={2 * rem}
          tickMargin={0.4 * rem}
          minTickGap={3.2 * rem}
        />
        <YAxis
          width={5.2 * rem}
          tick={tick}
          tickLine={false}
          axisLine={false}
          domain={[0, max ?? 'auto']}
          tickFormatter={(value: number) => write(value, locale)}
        />
        <Tooltip
          isAnimationActive={false}
          labelFormatter={(at) => formatMoment(Number(at), locale)}
          formatter={(value, name) => [
            typeof value === 'number' ? write(value, locale) : '–',
            series.find((each) => each.id === name)?.label ?? String(name),
          ]}
          contentStyle={{
            background: 'var(--raised)',
            border: '1px solid var(--line)',
            borderRadius: 8,
            fontSize: '0.8rem',
          }}
          labelStyle={{ color: 'var(--ink-3)' }}
        />
        {series.map((each) => (
          <Area
            key={each.id}
            dataKey={each.id}
            type="linear"
            stroke={each.color}
            strokeWidth={0.117 * rem}
            {...(each.dash ? { strokeDasharray: each.dash } : {})}
            fill={each.color}
            fillOpacity={series.length > 1 ? 0.05 : 0.12}
            connectNulls={false}
            dot={false}
            activeDot={{ r: 3 }}
            isAnimationActive={false}
          />
        ))}
      </AreaChart>
    </ResponsiveContainer>
  );
}
