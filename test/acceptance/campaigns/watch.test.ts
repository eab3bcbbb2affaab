import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { after, before, describe, it } from 'node:test'
import { type CommandLine, commandLine } from '../people/command-line.ts'
import { program } from '../support/program.ts'
import { type Server, startServer } from '../support/server.ts'

/** A command that runs on a terminal. */
interface OnTerminal {
  /** Waits until its output matches. */
  shown(pattern: RegExp): Promise<void>
  /** Presses Ctrl-C. */
  interrupt(): void
  readonly ended: Promise<number | null>
}

/** Matches a text that is drawn a second time, in the place of the first. */
function again({ source }: RegExp): RegExp {
  const up = '\u001b\\[\\d+F\u001b\\[J'
  return new RegExp(`${source}.*${up}.*${source}`, 's')
}

describe('a live view', () => {
  let server: Server
  let line: CommandLine
  before(async () => {
    server = await startServer({ prepare: [['account', 'add', 'acme']] })
    line = await commandLine(server)
    await line.ok('trunk', 'set', 'provider', '--host', '192.0.2.1')
    await line.ok('trunk-manager', 'add', 'day', '--trunk', 'provider')
    await line.ok('campaign', 'add', 'june', '--trunk-manager', 'day', '--numbers', '09121000001')
    await line.ok('campaign', 'start', 'june')
  })
  after(async () => {
    await line.remove()
    await server.stop()
  })

  /** Runs a command by `script`, which gives it a terminal. */
  const onTerminal = (...args: string[]): OnTerminal => {
    const command = [process.execPath, program, ...args, '--data', server.data].map((each) => `'${each}'`).join(' ')
    const child = spawn('script', ['-qec', `stty cols 100; exec ${command}`, '/dev/null'], {
      env: { ...process.env, ...server.env },
    })
    let output = ''
    child.stdout.on('data', (bytes) => {
      output += String(bytes)
    })
    return {
      async shown(pattern) {
        const signal = AbortSignal.timeout(60_000)
        while (!pattern.test(output)) {
          await once(child.stdout, 'data', { signal }).catch(() => assert.fail(`${pattern} is not in ${output}`))
        }
      },
      interrupt: () => child.stdin.write('\x03'),
      ended: once(child, 'close').then(([code]) => code as number | null),
    }
  }

  it('of a campaign is drawn in its place again, and ends with the campaign', async () => {
    const view = onTerminal('campaign', 'show', 'june', '--watch')
    await view.shown(again(/state +running/))
    await line.ok('campaign', 'stop', 'june')
    await view.shown(/state +stopped/)
    assert.equal(await view.ended, 0)
  })

  it('of the dialler ends by Ctrl-C', async () => {
    const view = onTerminal('dialer', 'status', '--watch')
    await view.shown(again(/no campaign runs/))
    view.interrupt()
    assert.equal(await view.ended, 0)
  })
})
