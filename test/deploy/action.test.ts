import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { after, describe, it } from 'node:test'
import { parse } from 'yaml'

const root = resolve(import.meta.dirname, '../..')
const action = parse(readFileSync(join(root, 'action.yml'), 'utf8')) as {
  inputs: Record<string, { default?: string }>
  runs: { steps: { id: string; run: string; env?: Record<string, string> }[] }
}
const temporary = mkdtempSync(join(tmpdir(), 'dialbook-action-'))
after(() => rmSync(temporary, { recursive: true, force: true }))

/** Runs the step that starts the server, as a runner does. Returns the file of outputs, and the process that it left. */
function start(inputs: Readonly<Record<string, string>>): { readonly output: string; readonly pid: number } {
  const step = action.runs.steps.find(({ id }) => id === 'start')
  assert.ok(step)
  const given = Object.entries(step.env ?? {}).map(([name, template]) => {
    const input = /^\$\{\{ inputs\.(\w+) \}\}$/.exec(template)?.[1] ?? ''
    assert.ok(Object.hasOwn(action.inputs, input), input)
    return [name, inputs[input] ?? action.inputs[input]?.default ?? '']
  })
  const output = join(temporary, 'output')
  writeFileSync(output, '')
  const said = execFileSync('bash', ['-eo', 'pipefail', '-c', `${step.run}\necho $!`], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      RUNNER_TEMP: temporary,
      GITHUB_ACTION_PATH: root,
      GITHUB_OUTPUT: output,
      ...Object.fromEntries(given),
    },
  })
  return { output: readFileSync(output, 'utf8'), pid: Number(said) }
}

describe('the GitHub action', () => {
  it('starts a book with the keys and the seed of the workflow, and tells its address', async () => {
    const seed = join(temporary, 'seed.json')
    writeFileSync(seed, JSON.stringify({ groups: [{ id: 7, name: 'customers' }] }))
    const { output, pid } = start({
      seed,
      keys: 'lox24:clientId=1234567,token=abcdefabcdefabcd\nlox24:clientId=7654321,token=dcbafedcbafedcba\n',
    })
    after(() => process.kill(pid))
    const url = /^url=(http:\/\/127\.0\.0\.1:\d+)\n$/.exec(output)?.[1]
    assert.ok(url, output)
    for (const token of ['1234567:abcdefabcdefabcd', '7654321:dcbafedcbafedcba']) {
      const headers = { 'X-LOX24-AUTH-TOKEN': token, Accept: 'application/json' }
      const answer = await fetch(`${url}/groups/7`, { headers })
      assert.equal(answer.status, 200)
      assert.equal(((await answer.json()) as { name: string }).name, 'customers')
    }
  })

  it('starts a book of its own each time that a job uses it', () => {
    const urls = [start({}), start({})].map(({ output, pid }) => {
      after(() => process.kill(pid))
      return output
    })
    assert.match(urls.join(''), /^(url=http:\/\/127\.0\.0\.1:\d+\n){2}$/)
    assert.notEqual(urls[0], urls[1])
  })

  it('fails with the reason where the seed is wrong', () => {
    const seed = join(temporary, 'wrong.json')
    writeFileSync(seed, '{"groups":[{"id":"seven"}]}')
    assert.throws(() => start({ seed }), /groups/)
  })
})
