import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

interface Violation {
  readonly id: string
  readonly nodes: readonly { readonly html: string }[]
}

/** What axe finds wrong with a page. */
export async function violationsOf(page: Page): Promise<string[]> {
  const { violations } = (await page.evaluate(
    `(() => { ${axe}; return axe.run({ resultTypes: ['violations'] }) })()`,
  )) as { violations: Violation[] }
  return violations.map(({ id, nodes }) => `${page.url()} ${id}: ${nodes.map(({ html }) => html).join(' ')}`)
}
