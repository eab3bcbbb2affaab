import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Edge } from '../edge.ts'
import { describeProgress, showProgress } from './show-progress.ts'

const mebi = 1024 ** 2
const progress = {
  phase: 'copying',
  table: 'chunks',
  rows: 1500,
  ofRows: 6000,
  bytes: 3 * mebi,
  ofBytes: 12 * mebi,
} as const

describe('showProgress', () => {
  it('says what is done of all, and how fast', () => {
    assert.equal(
      describeProgress(progress, 2),
      'copying chunks: 1,500 of 6,000 rows, 3.0 of 12.0 MiB, 750 rows/s, 1.5 MiB/s',
    )
    assert.equal(
      describeProgress({ ...progress, phase: 'verifying' }, 2),
      'verifying chunks: 1,500 of 6,000 rows, 3.0 of 12.0 MiB',
    )
  })

  it('ends the work at the next batch once there was a signal, and is quiet about a short one', async () => {
    let said = ''
    let stop: (signal: string) => void = () => undefined
    const edge: Edge = {
      version: '0',
      userName: null,
      pid: 1,
      env: {},
      out: () => assert.fail('progress is no output'),
      outBytes: () => assert.fail('progress is no output'),
      outWidth: null,
      err: (text) => {
        said += text
      },
      inputBytes: () => assert.fail('nothing is read'),
      input: () => assert.fail('nothing is read'),
      errIsTerminal: false,
      stopSignal: () =>
        new Promise((resolve) => {
          stop = resolve
        }),
      askToEnd: () => undefined,
      onExit: () => undefined,
      entitle: () => undefined,
      onUncaught: () => undefined,
    }
    const { report, end } = showProgress(edge)
    report(progress)
    stop('SIGINT')
    await new Promise((resolve) => setImmediate(resolve))
    assert.throws(() => report(progress), /stopped by SIGINT: the same command again goes on/)
    end()
    assert.equal(said, '')
  })
})
