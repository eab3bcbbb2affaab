/** A line of a plot. */
export interface Line {
  readonly name: string
  readonly isDashed: boolean
  readonly points: readonly { readonly x: number; readonly y: number }[]
}

const [left, top, width, height, legend] = [70, 40, 470, 300, 330]
const colors = ['#2563eb', '#d97706', '#059669', '#dc2626', '#7c3aed', '#0891b2']

/** Draws lines on two logarithmic axes as an SVG. Lines of one name have one colour. */
export function plot(title: string, xTitle: string, yTitle: string, lines: readonly Line[]): string {
  const points = lines.flatMap((line) => line.points)
  const x = axis(
    points.map((point) => point.x),
    (part) => left + part * width,
  )
  const y = axis(
    points.map((point) => point.y),
    (part) => top + height - part * height,
  )
  const names = [...new Set(lines.map(({ name }) => name))]
  const drawn = lines.map(({ name, isDashed, points: own }, index) => {
    const color = colors[names.indexOf(name) % colors.length]
    const style = `stroke="${color}" stroke-width="2"${isDashed ? ' stroke-dasharray="6 4"' : ''}`
    const path = own.map((point) => `${x.at(point.x)},${y.at(point.y)}`).join(' ')
    const at = top + 10 + index * 20
    return [
      `<polyline points="${path}" fill="none" ${style}/>`,
      ...own.map((point) => `<circle cx="${x.at(point.x)}" cy="${y.at(point.y)}" r="3" fill="${color}"/>`),
      `<line x1="${left + width + 20}" y1="${at}" x2="${left + width + 50}" y2="${at}" ${style}/>`,
      `<text x="${left + width + 58}" y="${at + 4}">${name}${isDashed ? ', PostgreSQL' : ', SQLite'}</text>`,
    ].join('\n')
  })
  const grid = [
    ...x.ticks.map(
      (tick) =>
        `<line x1="${x.at(tick)}" y1="${top}" x2="${x.at(tick)}" y2="${top + height}" stroke="#e5e7eb"/>` +
        `<text x="${x.at(tick)}" y="${top + height + 18}" text-anchor="middle">${tick.toLocaleString('en')}</text>`,
    ),
    ...y.ticks.map(
      (tick) =>
        `<line x1="${left}" y1="${y.at(tick)}" x2="${left + width}" y2="${y.at(tick)}" stroke="#e5e7eb"/>` +
        `<text x="${left - 8}" y="${y.at(tick) + 4}" text-anchor="end">${tick.toLocaleString('en')}</text>`,
    ),
  ]
  const size = `width="${left + width + legend}" height="${top + height + 50}"`
  return `${[
    `<svg xmlns="http://www.w3.org/2000/svg" ${size} font-family="sans-serif" font-size="12">`,
    `<title>${title}</title>`,
    '<rect width="100%" height="100%" fill="#ffffff"/>',
    `<text x="8" y="20" font-size="14">${title}</text>`,
    `<text x="${left + width / 2}" y="${top + height + 38}" text-anchor="middle">${xTitle}</text>`,
    `<text x="${left}" y="${top - 8}">${yTitle}</text>`,
    ...grid,
    ...drawn,
    '</svg>',
  ].join('\n')}\n`
}

/** A logarithmic axis over the powers of ten around the values. */
function axis(values: readonly number[], place: (part: number) => number) {
  const first = Math.floor(Math.log10(Math.min(...values)))
  const last = Math.max(Math.ceil(Math.log10(Math.max(...values))), first + 1)
  return {
    ticks: Array.from({ length: last - first + 1 }, (_, index) => 10 ** (first + index)),
    at: (value: number) => Math.round(place((Math.log10(value) - first) / (last - first))),
  }
}
