import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Edge } from './edge.ts'
import { runCli } from './run-cli.ts'

/** Runs a command line that opens no book, and returns its code and what it printed. */
async function printed(...args: string[]): Promise<{ readonly code: number; readonly text: string }> {
  let text = ''
  const take = (more: string) => {
    text += more
  }
  const edge: Pick<Edge, 'version' | 'env' | 'out' | 'err'> = { version: '0.0.0', env: {}, out: take, err: take }
  return { code: await runCli(args, edge as Edge), text }
}

/** The names of the commands that a help lists. */
function commandsIn(help: string): string[] {
  const [, list = ''] = help.split('\nCommands:\n')
  return [...list.matchAll(/^ {2}([\w-]+)/gm)].map(([, name = '']) => name).filter((name) => name !== 'help')
}

test('the help of every command fits 80 places, and is the one that `help` shows', async () => {
  let seen = 0
  for (const rest: string[][] = [[]]; rest.length > 0; ) {
    const path = rest.pop() ?? []
    const { code, text } = await printed(...path, '--help')
    assert.equal(code, 0)
    assert.match(text, new RegExp(`^Usage: dialbook${path.map((name) => ` ${name}`).join('')} `))
    const long = text.split('\n').filter((line) => line.length > 80)
    assert.deepEqual(long, [], `dialbook ${path.join(' ')} --help`)
    if (path.length > 0) assert.equal((await printed('help', ...path)).text, text)
    rest.push(...commandsIn(text).map((name) => [...path, name]))
    seen++
  }
  assert.ok(seen > 60, String(seen))
})

test('under --json a command line that cannot be understood is a JSON document', async () => {
  for (const [args, message] of [
    [['bogus', '--json'], /^unknown command 'bogus'$/],
    [['key', 'add', 'simotl', '--json'], /^unknown command 'simotl'\n\(Did you mean simotel\?\)$/],
    [['find', '--json'], /^missing required argument 'number'$/],
    [['find', '1', '--json', '--limit', 'x'], /'x' is invalid/],
    [['config', '--json', '--port', 'x'], /^the settings are not usable$/],
  ] as const) {
    const { code, text } = await printed(...args)
    assert.equal(code, 2)
    assert.match(JSON.parse(text).error.message, message)
    assert.equal(text.split('\n').length, 2)
  }
  const { error } = JSON.parse((await printed('config', '--json', '--port', 'x')).text)
  assert.match(error.problems.join(), /port/)
})

test('behind -- a text is an argument, whatever it looks like', async () => {
  const { code, text } = await printed('find', '--', '--json', 'more')
  assert.equal(code, 2)
  assert.match(text, /^error: too many arguments/)
})
