// Long: a whole checkout is type-checked twice.
import assert from 'node:assert/strict'
import { appendFile, cp, mkdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { describe, it, type TestContext } from 'node:test'
import { makeFolder, type Ran, run as runIn, type Serving, serve as serveIn } from './support/command.ts'

const root = resolve(import.meta.dirname, '../..')

/**
 * A checkout with one more dialect, in a folder of the name of a module that the program looks for. The dialect is the
 * folder `test/fixtures/echo` and one line in `dialects/index.ts`.
 */
async function makeCheckout(t: TestContext, line: string): Promise<string> {
  const checkout = join(await makeFolder(t), 'body-reader')
  await mkdir(checkout)
  for (const name of ['src', 'bin', 'asterisk', 'package.json', 'tsconfig.json', 'tsconfig.build.json']) {
    await cp(join(root, name), join(checkout, name), { recursive: true })
  }
  await cp(join(root, 'test/fixtures/echo'), join(checkout, 'src/dialects/echo'), { recursive: true })
  await symlink(join(root, 'node_modules'), join(checkout, 'node_modules'))
  await appendFile(join(checkout, 'src/dialects/index.ts'), line)
  return checkout
}

describe('a fourth dialect: a folder and a line', () => {
  it('is served as the others are', async (t) => {
    const checkout = await makeCheckout(t, "export { echo } from './echo/index.ts'\n")
    const program = join(checkout, 'bin/dialbook.js')
    const run = (...args: string[]): Promise<Ran> => runIn(checkout, args, {}, process.execPath, program)
    await run('account', 'add', 'acme')
    const made = await run('key', 'add', 'echo', '--account', 'acme', '--json')
    const { token } = (JSON.parse(made.stdout) as { key: { token: string } }).key
    const server: Serving = await serveIn(t, checkout, ['--echo-greeting', 'salaam', '--sign-in-bad-sign-ins', '5'], {
      program,
    })
    const ask = async (path: string, init: RequestInit = {}): Promise<unknown[]> => {
      const headers = { 'X-Echo': token, 'User-Agent': 'tester', ...init.headers }
      const answer = await fetch(server.url + path, { ...init, headers })
      return [answer.status, await answer.json()]
    }

    await t.test('its settings are settings', async () => {
      const { stdout } = await run('config', '--json')
      assert.equal((JSON.parse(stdout) as { 'echo.greeting': { value: string } })['echo.greeting'].value, 'hello')
    })
    await t.test('its calls read, write, and know the headers', async () => {
      assert.deepEqual(await ask('/echo/groups', { method: 'POST', body: 'friends\n1111\n2222' }), [
        200,
        { greeting: 'salaam', id: 1, count: 2 },
      ])
      const groups = [{ name: 'friends', count: 2 }]
      assert.deepEqual(await ask('/echo/groups'), [200, { greeting: 'salaam', to: 'tester', groups }])
    })
    await t.test('a body of more than a mebibyte is read in another thread', async () => {
      const phones = Array.from({ length: 150_000 }, (_, index) => `0912${1_000_000 + index}`)
      const body = ['many', ...phones].join('\n')
      assert.ok(body.length > 1024 ** 2)
      assert.deepEqual(await ask('/echo/groups', { method: 'POST', body }), [
        200,
        { greeting: 'salaam', id: 2, count: phones.length },
      ])
      const nameless = `\n${phones.join('\n')}`
      assert.deepEqual(await ask('/echo/groups', { method: 'POST', body: nameless }), [
        400,
        { no: 'a name is on the first line' },
      ])
    })
    await t.test('its errors are its own', async () => {
      assert.deepEqual(await ask('/echo/groups', { headers: { 'X-Echo': 'x' } }), [401, { no: 'who are you?' }])
      assert.deepEqual(await ask('/echo/groups', { method: 'DELETE' }), [405, { no: 'DELETE is not GET or POST' }])
      assert.deepEqual(await ask('/echo/groups/nothing'), [404, { no: 'nothing here' }])
      assert.deepEqual(await ask('/echo/letters/1', { method: 'POST', body: '{' }), [404, { no: 'not yet' }])
      assert.deepEqual(await ask('/echo/letters', { headers: { 'X-Echo': 'x' } }), [401, { no: 'who are you?' }])
    })
    await t.test('its bad sign-ins are slowed', async () => {
      const guess = (count: number) => fetch(`${server.url}/echo/groups`, { headers: { 'X-Echo': `guess ${count}` } })
      let answer = await guess(0)
      for (let count = 1; answer.status === 401; count++) answer = await guess(count)
      assert.deepEqual([answer.status, answer.headers.get('retry-after')], [429, '1'])
      assert.deepEqual(await answer.json(), { no: 'too many bad sign-ins: wait, and try again' })
      assert.equal((await ask('/echo/groups'))[0], 200)
    })
  })

  it('is refused at the start where it takes a path of another', async (t) => {
    const checkout = await makeCheckout(t, "export { echo } from './echo/index.ts'\n")
    const file = join(checkout, 'src/dialects/echo/index.ts')
    await writeFile(file, (await readFile(file, 'utf8')).replace("'/echo/groups'", "'/groups/echo'"))
    const program = join(checkout, 'bin/dialbook.js')
    const { code, stderr } = await runIn(checkout, ['serve', '--port', '0'], {}, process.execPath, program)
    assert.equal(code, 1)
    assert.match(stderr, /^dialbook: echo answers at \/groups\/echo, and lox24 at \/groups: choose other paths$/m)
  })

  it('has its types from the reader to the handler: they are checked as ours are', async (t) => {
    const checkout = await makeCheckout(t, "export { echo } from './echo/index.ts'\n")
    const tsc = join(root, 'node_modules/typescript/bin/tsc')
    const { stdout, code } = await runIn(
      checkout,
      ['--noEmit', '--project', join(checkout, 'tsconfig.build.json')],
      {},
      process.execPath,
      tsc,
    )
    assert.deepEqual([code, stdout], [0, ''])
    const file = join(checkout, 'src/dialects/echo/groups.ts')
    await writeFile(
      file,
      (await readFile(file, 'utf8')).replace(
        'await read(linesReader)',
        'await read({ ...linesReader, read: () => ({}), begin: () => ({ write: () => undefined, end: () => ({}) }) })',
      ),
    )
    const broken = await runIn(
      checkout,
      ['--noEmit', '--project', join(checkout, 'tsconfig.build.json')],
      {},
      process.execPath,
      tsc,
    )
    assert.match(broken.stdout, /echo\/groups\.ts.*Property 'name' is missing/)
  })
})
