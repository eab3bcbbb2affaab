import { type Growth, mostGrowth } from './growth.ts'

const rowHeight = 22
const labelWidth = 290
const chartWidth = 420
const top = 40
const longestBar = 2
const title = 'Cost in a book of 10,000,000 numbers over that in one of 100,000'

/** Draws the growth of every call as an SVG: one bar for each engine, and the line that no bar may pass. */
export function plotGrowth(results: readonly Growth[]): string {
  const calls = [...new Set(results.map(({ call }) => call))]
  const height = top + calls.length * rowHeight * 2 + 30
  const scale = (ratio: number) => Math.round((Math.min(ratio, longestBar) / longestBar) * chartWidth)
  const bars = results.map(({ engine, call, ratio }) => {
    const y = top + calls.indexOf(call) * rowHeight * 2 + (engine === 'SQLite' ? 0 : rowHeight - 4)
    const fill = engine === 'SQLite' ? '#2563eb' : '#d97706'
    return (
      `<rect x="${labelWidth}" y="${y}" width="${scale(ratio)}" height="${rowHeight - 8}" fill="${fill}"/>` +
      `<text x="${labelWidth + scale(ratio) + 6}" y="${y + 11}">${ratio.toFixed(2)}</text>`
    )
  })
  const labels = calls.map(
    (call, index) =>
      `<text x="${labelWidth - 8}" y="${top + index * rowHeight * 2 + 18}" text-anchor="end">${call}</text>`,
  )
  const lines = [1, mostGrowth].map((ratio) => {
    const x = labelWidth + scale(ratio)
    const dashes = ratio === 1 ? '2 3' : '6 3'
    return (
      `<line x1="${x}" y1="${top - 8}" x2="${x}" y2="${height - 24}" stroke="#6b7280" stroke-dasharray="${dashes}"/>` +
      `<text x="${x}" y="${height - 8}" text-anchor="middle">${ratio}</text>`
    )
  })
  return `${[
    `<svg xmlns="http://www.w3.org/2000/svg" width="${labelWidth + chartWidth + 60}" height="${height}" font-family="sans-serif" font-size="12">`,
    `<title>${title}</title>`,
    '<rect width="100%" height="100%" fill="#ffffff"/>',
    `<text x="8" y="20" font-size="14">${title}</text>`,
    `<text x="${labelWidth + 250}" y="20" fill="#2563eb">SQLite</text><text x="${labelWidth + 310}" y="20" fill="#d97706">PostgreSQL</text>`,
    ...lines,
    ...bars,
    ...labels,
    '</svg>',
  ].join('\n')}\n`
}

/** Prints rows as a table for people, with shortened numbers. */
export function printTable(title: string, rows: readonly object[]): void {
  console.log(`\n${title}`)
  console.table(rows.map((row) => Object.fromEntries(Object.entries(row).flatMap(cells))))
}

function cells([name, value]: [string, unknown]): [string, unknown][] {
  if (typeof value === 'number') return [[name, value >= 100 ? Math.round(value) : Number(value.toFixed(2))]]
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).flatMap(([inner, each]) => cells([`${name} ${inner}`, each]))
  }
  return [[name, value]]
}
