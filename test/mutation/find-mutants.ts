import { globSync, readFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import { join } from 'node:path'
import { Instrumenter } from '@stryker-mutator/instrumenter'
import { type Mutant, mutate } from './mutant.ts'

const nothing = () => undefined
const no = () => false
const silent = {
  ...{ isTraceEnabled: no, isDebugEnabled: no, isInfoEnabled: no, isWarnEnabled: no, isErrorEnabled: no },
  ...{ isFatalEnabled: no, trace: nothing, debug: nothing, info: nothing, warn: nothing, error: nothing },
  fatal: nothing,
}

/**
 * All mutants of the files that the patterns name; tests are no files to mutate. Stryker's instrumenter proposes them. Its
 * instrumented sources are thrown away: a mutant is one edit of the source as it was written.
 */
export async function findMutants(root: string, patterns: readonly string[]): Promise<Mutant[]> {
  const files = globSync(patterns, { cwd: root })
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => /(?<!\.(test|contract))\.ts$/.test(file))
    .sort()
  const sources = new Map(files.map((file) => [file, readFileSync(join(root, file), 'utf8')]))
  const proposals = await new Instrumenter(silent).instrument(
    [...sources].map(([name, content]) => ({ name, content, mutate: true })),
    { plugins: null, excludedMutations: [], ignorers: [] },
  )
  return proposals.mutants.flatMap(({ fileName, location, mutatorName, replacement }) => {
    const text = sources.get(fileName) ?? ''
    const lines = text.split('\n')
    const offsetOf = ({ line, column }: { line: number; column: number }) =>
      lines.slice(0, line).reduce((sum, each) => sum + each.length + 1, column)
    const { line, column } = location.start
    const [start, end] = [offsetOf(location.start), offsetOf(location.end)]
    const mutant: Mutant = {
      ...{ file: fileName, line: line + 1, column: column + 1, start, end, mutator: mutatorName, replacement },
      original: text.slice(start, end),
      context: (lines[line] ?? '').trim(),
    }
    return mutant.original !== replacement && isProgram(mutate(text, mutant)) ? [mutant] : []
  })
}

/** Whether Node can read it at all: what it cannot would be killed by every test, and tell nothing of them. */
function isProgram(text: string): boolean {
  try {
    stripTypeScriptTypes(text)
    return true
  } catch {
    return false
  }
}
