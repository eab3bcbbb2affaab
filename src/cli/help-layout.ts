import type { Help } from 'commander'

/** The column of descriptions at the most. Terms that reach beyond it, as long options, have a line of their own. */
const descriptionsAt = 28

/** The width of help where no terminal tells its own. */
const usualWidth = 80

/**
 * How a term and its description stand in help, within the width of the terminal. Commander by itself wraps no description beside
 * a term as long as `--database-statement-timeout <seconds>`.
 */
export const helpLayout: Pick<Help, 'formatItem'> = {
  formatItem(term, termWidth, description, helper) {
    const column = Math.min(termWidth + 4, descriptionsAt)
    if (description === '') return `  ${term}`
    const wrapped = helper.boxWrap(description, (helper.helpWidth ?? usualWidth) - column)
    const lines = wrapped.split('\n').map((line) => `${' '.repeat(column)}${line}`)
    const [first = '', ...rest] = lines
    const start = `  ${term}`
    if (start.length + 2 > column) return [start, ...lines].join('\n')
    return [`${start.padEnd(column)}${first.slice(column)}`, ...rest].join('\n')
  },
}
