import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { describe, it } from 'node:test'

const module = new URL('./bound-memory.ts', import.meta.url)

/** The most MiB for young objects of a program that makes many which live for a while, as an import does. */
function youngest(isBound: boolean): number {
  const program = `
    const { boundMemory } = await import('${module}')
    const { getHeapSpaceStatistics } = await import('node:v8')
    const bound = ${isBound ? 'boundMemory()' : '() => undefined'}
    let [most, kept] = [0, []]
    for (let made = 0; made < 2_000_000; made++) {
      kept.push({ made, text: 'x' + made })
      if (kept.length > 300_000) kept = []
      if (made % 500 !== 0) continue
      bound()
      most = Math.max(most, getHeapSpaceStatistics().find((space) => space.space_name === 'new_space').space_size)
    }
    console.log(most / 1024 ** 2)`
  return Number(execFileSync(process.execPath, ['--input-type=module', '--eval', program], { encoding: 'utf8' }))
}

describe('the memory of an import', () => {
  it('does not grow for young objects beyond what they need', () => {
    const [bound, unbound] = [youngest(true), youngest(false)]
    assert.ok(bound <= 32, `${bound} MiB`)
    assert.ok(unbound > 32, `without it ${unbound} MiB`)
  })
})
