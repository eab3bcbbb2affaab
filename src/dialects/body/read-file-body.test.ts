import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { readFileBody } from './read-file-body.ts'

const piece = (text: string): Uint8Array => new TextEncoder().encode(text)

async function textOf(bytes: AsyncIterable<Uint8Array>): Promise<string> {
  let text = ''
  for await (const each of bytes) text += new TextDecoder().decode(each)
  return text
}

describe('readFileBody', () => {
  it('gives the pieces in their order, and the end', async () => {
    const reading = readFileBody(textOf)
    for (const text of ['a', 'bc', '', 'd']) await reading.write(piece(text))
    assert.equal(await reading.end(), 'abcd')
  })

  it('gives a body without bytes', async () => assert.equal(await readFileBody(textOf).end(), ''))

  it('writes a piece only when the one before it was taken', async () => {
    const taken: string[] = []
    let goOn = (): void => undefined
    const reading = readFileBody(async (bytes) => {
      for await (const each of bytes) {
        taken.push(new TextDecoder().decode(each))
        await new Promise<void>((resolve) => {
          goOn = resolve
        })
      }
    })
    let isWritten = false
    const first = Promise.resolve(reading.write(piece('a'))).then(() => {
      isWritten = true
    })
    await new Promise(setImmediate)
    assert.deepEqual([taken, isWritten], [['a'], false])
    goOn()
    await first
    const second = reading.write(piece('b'))
    await new Promise(setImmediate)
    goOn()
    await second
    await reading.end()
    assert.deepEqual(taken, ['a', 'b'])
  })

  it('tells of an error at the next write, and at the end', async () => {
    const reading = readFileBody(async () => {
      throw new Error('no')
    })
    await assert.rejects(async () => reading.write(piece('a')), /no/)
    await assert.rejects(async () => reading.end(), /no/)
  })

  it('takes what comes behind the end of a file, and drops it', async () => {
    const reading = readFileBody(async () => 'done')
    await reading.write(piece('a'))
    await reading.write(piece('b'))
    assert.equal(await reading.end(), 'done')
  })

  it('ends the work where nobody waits any more', async () => {
    let isEnded = false
    const reading = readFileBody(async (bytes) => {
      try {
        await textOf(bytes)
      } finally {
        isEnded = true
      }
    })
    await reading.write(piece('a'))
    reading.drop()
    await new Promise(setImmediate)
    assert.ok(isEnded)
  })
})
