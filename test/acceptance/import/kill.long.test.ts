// Long: imports of many lines are killed at a dozen moments each, and the whole book is verified.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { resolve } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { type Imports, startImports } from '../support/imports.ts'

const bin = resolve(import.meta.dirname, '../../../bin/dialbook.js')
const count = 150_000
const kills = 12

describe('an import that is killed', () => {
  let imports: Imports
  const ends: (() => unknown)[] = []
  before(async () => {
    imports = await startImports({ after: (end) => ends.push(end) })
  })
  after(async () => {
    for (const end of ends.reverse()) await end()
  })

  it('leaves the book as it was, or is there whole, whenever it is killed', async () => {
    const lines = Array.from({ length: count }, (_, index) => `0912${index + 1_000_000},Name ${index}\n`)
    const file = await imports.file('many.csv', `phone,name\n${lines.join('')}`)
    const { id } = await imports.client.addGroup({ phones: [{ phone: '0911' }] })
    const changes = async (): Promise<{ number: number; after: { import?: unknown } }[]> =>
      JSON.parse((await imports.dialbook('changes', 'list', '--limit', '100', '--json')).stdout)
    const countOf = async () => (await imports.client.group(id)).count_items
    const args = ['import', file, '--group', String(id), ...imports.book.args]
    const begin = () =>
      spawn(process.execPath, [bin, ...args], { env: { PATH: process.env.PATH, ...imports.book.env }, stdio: 'ignore' })

    const began = performance.now()
    assert.deepEqual(await once(begin(), 'close'), [0, null])
    const whole = performance.now() - began
    const undo = async () => {
      const [newest] = await changes()
      assert.equal((await imports.dialbook('changes', 'undo', String(newest?.number))).code, 0)
    }
    assert.equal(await countOf(), count + 1)
    await undo()

    let killed = 0
    for (let kill = 0; kill < kills; kill++) {
      const before = (await changes()).length
      const child = begin()
      const ended = once(child, 'close')
      // The moments are spread over the whole of an import. It makes no difference to the test which of its steps each one hits.
      await Promise.race([ended, pause((whole * (kill + 1)) / kills)])
      child.kill('SIGKILL')
      const [code] = await ended
      const now = await countOf()
      const isDone = now === count + 1
      assert.ok(isDone || now === 1, `the group has ${now} numbers`)
      assert.equal((await changes()).length, before + (isDone ? 1 : 0))
      if (code === null) killed++
      if (isDone) await undo()
      assert.deepEqual(await imports.rows(id), [['0911']])
    }
    assert.ok(killed > 0, 'no import was killed: each had ended by then')
    const { code, stdout } = await imports.dialbook('verify')
    assert.equal(code, 0, stdout)
    assert.deepEqual(await once(begin(), 'close'), [0, null])
    assert.equal(await countOf(), count + 1)
  })
})
