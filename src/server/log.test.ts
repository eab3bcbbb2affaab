import assert from 'node:assert/strict'
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { it, type TestContext } from 'node:test'
import type { Settings } from '../config/config.ts'
import { type Log, openLog } from './log.ts'

/** The lines that `write` leaves in a log, without the time. */
async function linesOf(t: TestContext, level: Settings['logLevel'], write: (log: Log) => void): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'dialbook-log-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const path = join(folder, 'log')
  const fd = openSync(path, 'a')
  const log = openLog(level, fd)
  const before = Date.now()
  write(log)
  await log.close()
  log.error({}, 'after the end')
  closeSync(fd)
  return readFileSync(path, 'utf8')
    .split('\n')
    .slice(0, -1)
    .map((line) => {
      const time = /"time":"(.{24})"/.exec(line)?.[1] ?? ''
      assert.equal(new Date(time).toISOString(), time)
      assert.ok(Date.parse(time) >= before && Date.parse(time) <= Date.now(), time)
      return line.replace(time, '')
    })
}

it('writes one object a line, with the level first and the message last', async (t) => {
  const lines = await linesOf(t, 'info', (log) => {
    log.info({}, 'nothing')
    log.warn({ a: 1, gone: undefined, text: 'with "quotes"\nand a break' }, 'said "so"')
    log.infoJson('"status":200', 'request')
    log.error({ error: { name: 'Error' } }, 'failed')
    log.fatal({ x: null }, 'over')
  })
  assert.deepEqual(lines, [
    '{"level":"info","time":"","msg":"nothing"}',
    '{"level":"warn","time":"","a":1,"text":"with \\"quotes\\"\\nand a break","msg":"said \\"so\\""}',
    '{"level":"info","time":"","status":200,"msg":"request"}',
    '{"level":"error","time":"","error":{"name":"Error"},"msg":"failed"}',
    '{"level":"fatal","time":"","x":null,"msg":"over"}',
  ])
})

it('leaves out the lines below its level', async (t) => {
  const all = (log: Log): void => {
    log.info({}, 'a')
    log.infoJson('', 'b')
    log.warn({}, 'c')
    log.error({}, 'd')
    log.fatal({}, 'e')
  }
  const counts = async (level: Settings['logLevel']): Promise<number> => (await linesOf(t, level, all)).length
  assert.deepEqual(
    [await counts('trace'), await counts('info'), await counts('warn'), await counts('fatal'), await counts('silent')],
    [5, 5, 3, 1, 0],
  )
})
