import { globSync } from 'node:fs'
import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Mutant } from './mutant.ts'
import { readCoverage } from './read-coverage.ts'
import { runTestFile } from './run-test-file.ts'
import { share } from './share.ts'
import type { Stock, TestFile } from './stock.ts'
import type { Workshop } from './workshop.ts'

const patience = 600_000

/** Runs every test file once that the stock does not know yet. What does not pass by itself is left out: it tells nothing. */
export async function takeStock(
  workshops: readonly Workshop[],
  patterns: { readonly tests: readonly string[]; readonly without: readonly string[] },
  mutants: readonly Mutant[],
  stock: Stock,
): Promise<{ readonly testFiles: TestFile[]; readonly leftOut: string[] }> {
  const folder = workshops[0]?.folder ?? '.'
  const files = globSync(patterns.tests, { cwd: folder, exclude: [...patterns.without] }).sort()
  const testFiles: TestFile[] = []
  const leftOut: string[] = []
  await share(files, workshops, async (file, workshop) => {
    const text = await readFile(join(folder, file), 'utf8')
    const known = stock.find(file, text)
    if (known) {
      testFiles.push(known)
      return
    }
    const { outcome, milliseconds } = await runTestFile(workshop, file, { limit: patience, cover: true })
    const covers = readCoverage(workshop, mutants)
    await rm(workshop.coverage, { recursive: true, force: true })
    const testFile = { file, milliseconds, covers }
    if (outcome === 'passed') {
      testFiles.push(testFile)
      stock.add(testFile, text)
    } else leftOut.push(file)
    console.error(`${(milliseconds / 1000).toFixed(1).padStart(6)} s  ${outcome}  ${file}: ${covers.size} mutants`)
  })
  return { testFiles, leftOut }
}
