import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { closeSync, createReadStream, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { describe, it, type TestContext } from 'node:test'
import { LineWriter } from './line-writer.ts'

const lost = (lines: number): string => `lost ${lines}\n`

function pathIn(t: TestContext, name: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'dialbook-lines-'))
  t.after(() => rmSync(folder, { recursive: true }))
  return join(folder, name)
}

describe('LineWriter', () => {
  it('keeps the order of many batches', async (t) => {
    const path = pathIn(t, 'log')
    const fd = openSync(path, 'a')
    const writer = new LineWriter(fd, lost)
    const lines = Array.from({ length: 20_000 }, (_, index) => `line ${index}, ü\n`)
    for (const line of lines.slice(0, 10_000)) writer.write(line)
    await new Promise(setImmediate)
    for (const line of lines.slice(10_000)) writer.write(line)
    await writer.close()
    closeSync(fd)
    assert.equal(readFileSync(path, 'utf8'), lines.join(''))
  })

  it('writes a single line soon, without being asked', async (t) => {
    const path = pathIn(t, 'log')
    const fd = openSync(path, 'a')
    new LineWriter(fd, lost).write('alone\n')
    while (readFileSync(path, 'utf8') !== 'alone\n') await new Promise((resolve) => setTimeout(resolve, 5))
    closeSync(fd)
  })

  it('writes all at once for a process that ends', (t) => {
    const path = pathIn(t, 'log')
    const fd = openSync(path, 'a')
    const writer = new LineWriter(fd, lost)
    writer.write('one\n')
    writer.write('two\n')
    writer.flushSync()
    assert.equal(readFileSync(path, 'utf8'), 'one\ntwo\n')
    closeSync(fd)
  })

  it('bounds what waits for a reader that does not read, and tells how many lines are lost', async (t) => {
    const path = pathIn(t, 'pipe')
    execFileSync('mkfifo', [path])
    const fd = openSync(path, 'r+')
    const writer = new LineWriter(fd, lost)
    const rest = 'x'.repeat(1000)
    const count = 20_000
    for (let index = 0; index < count; index++) writer.write(`${index} ${rest}\n`)
    const reader = createInterface(createReadStream(path))
    const numbers: number[] = []
    let lostLines = 0
    reader.on('line', (line) => {
      const told = /^lost (\d+)$/.exec(line)
      if (told) lostLines += Number(told[1])
      else if (line !== 'end') numbers.push(Number(line.split(' ')[0]))
    })
    while (numbers.length === 0) await new Promise((resolve) => setTimeout(resolve, 5))
    await writer.close()
    writer.write('end\n')
    await writer.close()
    while (numbers.length + lostLines < count) await new Promise((resolve) => setTimeout(resolve, 5))
    reader.close()
    closeSync(fd)
    assert.deepEqual(
      numbers,
      numbers.map((_, index) => index),
    )
    assert.ok(lostLines > 0)
  })

  it('goes on where the file takes nothing', async () => {
    const fd = openSync('/dev/full', 'w')
    const writer = new LineWriter(fd, lost)
    writer.write('no\n')
    writer.flushSync()
    writer.write('room\n')
    await writer.close()
    closeSync(fd)
  })
})
