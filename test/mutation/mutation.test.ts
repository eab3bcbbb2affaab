import assert from 'node:assert/strict'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { findAgain } from './find-again.ts'
import { findMutants } from './find-mutants.ts'
import { type Mutant, mutate, type Verdict } from './mutant.ts'
import { sample } from './sample.ts'
import { scoresOf } from './score.ts'
import { batchesOf, withMutants } from './with-mutants.ts'
import type { Workshop } from './workshop.ts'

const source = `export function isLess(one: number, other: number): boolean {
  return one < other && one !== 7
}
`

describe('mutation testing', () => {
  let folder: string
  let mutants: Mutant[]
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'dialbook-mutants-'))
    for (const path of ['src/core', 'src/core/moved']) await mkdir(join(folder, path), { recursive: true })
    await writeFile(join(folder, 'src/core/less.ts'), source)
    await writeFile(join(folder, 'src/core/less.test.ts'), source)
    mutants = await findMutants(folder, ['src/core/*.ts'])
  })
  after(() => rm(folder, { recursive: true }))

  it('changes one place of a program, types and all else stay', () => {
    const texts = mutants.map((mutant) => mutate(source, mutant))
    assert.ok(texts.includes(source.replace('<', '<=')))
    assert.ok(texts.includes(source.replace('&&', '||')))
    assert.ok(texts.includes(source.replace('!==', '===')))
    assert.ok(texts.every((text) => text.startsWith('export function isLess(one: number, other: number): boolean {')))
    assert.deepEqual([...new Set(mutants.map(({ file }) => file))], ['src/core/less.ts'])
  })

  it('breaks a file with several mutants at once, and repairs it', async () => {
    const wanted = mutants.filter(({ original }) => original === 'one < other' || original === 'one !== 7')
    const [batch = [], ...others] = batchesOf(
      wanted.map((mutant) => ({ mutant })),
      8,
    )
    assert.equal(batch.length, 2)
    assert.ok(others.length > 0)
    const workshop = { folder } as Workshop
    const file = join(folder, 'src/core/less.ts')
    const broken = await withMutants(
      workshop,
      batch.map(({ mutant }) => mutant),
      () => readFile(file, 'utf8'),
    )
    assert.doesNotMatch(broken, /one < other|one !== 7/)
    assert.equal(await readFile(file, 'utf8'), source)
  })

  it('draws the same for the same seed, some of each folder', () => {
    const many = ['core', 'dialects/one', 'dialects/two'].flatMap((place, index) =>
      Array.from({ length: 10 ** (index + 1) }, (_, line) => ({ file: `src/${place}/x.ts`, line }) as Mutant),
    )
    const drawn = sample(many, 60, 5)
    assert.deepEqual(sample(many, 60, 5), drawn)
    assert.notDeepEqual(sample(many, 60, 6), drawn)
    const begun = Map.groupBy(drawn.slice(0, 30), ({ file }) => file)
    assert.equal(begun.size, 3)
  })

  it('weighs a folder by what it has, and says how sure it is', () => {
    const verdicts = ['killed', 'killed', 'survived', 'timed out', 'not covered'].map(
      (fate, index) => ({ fate, folder: index < 2 ? 'small' : 'large' }) as Verdict,
    )
    const sizes = new Map([
      ['small', 2],
      ['large', 98],
    ])
    const [large, small, all] = scoresOf(verdicts, sizes)
    assert.deepEqual([large?.dead, large?.tried, small?.dead, all?.tried], [1, 3, 2, 5])
    assert.equal(all?.score.toFixed(4), ((98 / 3 + 2) / 100).toFixed(4))
    assert.ok(large && large.low > 0.05 && large.low < 0.15 && large.high > 0.7 && large.high < 0.85)
  })

  it('finds what lived again after its file has moved', async () => {
    await writeFile(join(folder, 'src/core/moved/less.ts'), `// A line more.\n${source}`)
    const today = await findMutants(folder, ['src/core/moved/*.ts'])
    const earlier = mutants.map((mutant) => ({ ...mutant, folder: 'core', fate: 'survived', ran: 1 }) as Verdict)
    const dead = { ...earlier[0], fate: 'killed' } as Verdict
    const other = { ...earlier[0], context: 'a line that has gone' } as Verdict
    const { found, gone } = findAgain([...earlier, dead, other], today)
    assert.deepEqual(found, today)
    assert.deepEqual(gone, [other])
  })
})
