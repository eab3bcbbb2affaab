import type { Progress } from '../../core/progress/progress.ts'
import { type Html, html } from '../html.ts'
import { sheet } from '../parts.ts'
import type { View } from '../view.ts'

/** A kind of ends that a chart shows in one colour. */
export interface Series {
  readonly title: string
  readonly ends: readonly string[]
  readonly tone: 'good' | 'calm' | 'bad' | 'faint'
}

const width = 960
const height = 200

/** Columns of what came to its end in equal times, one behind another, and the same figures as a table. */
export function progressChart(view: View, progress: Progress<string> | undefined, series: readonly Series[]): Html {
  const { t, texts } = view
  if (!progress) return html`<p class="faint">${t('chart.counting')}</p>`
  const columns = Array.from({ length: progress.places }, (_, place) => {
    const here = progress.counted.filter((each) => Math.min(each.place, progress.places - 1) === place)
    return series.map(({ ends }) => here.reduce((sum, { end, count }) => sum + (ends.includes(end) ? count : 0), 0))
  })
  const sums = columns.map((column) => column.reduce((sum, count) => sum + count, 0))
  const highest = Math.max(0, ...sums)
  if (highest === 0) return html``
  const used = series.map((_, index) => columns.some((column) => (column[index] ?? 0) > 0))
  const step = width / columns.length
  const bars = columns.map((column, place) => {
    let top = height
    return column.map((count, index) => {
      const tall = (count / highest) * height
      top -= tall
      return (
        count > 0 &&
        html`<rect class="bar-${series[index]?.tone}" x="${(place * step).toFixed(1)}" y="${top.toFixed(1)}" width="${(step * 0.86).toFixed(1)}" height="${tall.toFixed(1)}"></rect>`
      )
    })
  })
  const legend = series.map(
    ({ title, tone }, index) =>
      used[index] && html`<li><span class="swatch bar-${tone}" aria-hidden="true"></span>${title}</li>`,
  )
  const shown = series.filter((_, index) => used[index])
  let total = 0
  const rows = columns.flatMap((column, place) => {
    const sum = sums[place] ?? 0
    if (sum === 0) return []
    total += sum
    const counts = column.filter((_, index) => used[index])
    return [
      html`<tr><td class="when">${view.moment(progress.from + place * progress.width)}</td>${counts.map((count) => html`<td class="count">${texts.number(count)}</td>`)}<td class="count">${texts.number(total)}</td></tr>`,
    ]
  })
  const label = t('chart.progress', { most: highest })
  const titles = [t('chart.from'), ...shown.map(({ title }) => title), t('chart.total')]
  return html`<figure class="chart"><figcaption>${label}</figcaption><svg viewBox="0 0 ${width} ${height}" preserveAspectRatio="none" aria-hidden="true">${bars}</svg><p class="ends faint"><span>${view.moment(progress.from)}</span><span>${view.moment(progress.from + progress.places * progress.width)}</span></p><ul class="legend">${legend}</ul><details><summary>${t('chart.figures')}</summary>${sheet(t('chart.figures'), titles, rows)}</details></figure>`
}
