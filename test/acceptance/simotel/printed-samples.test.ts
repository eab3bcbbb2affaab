import assert from 'node:assert/strict'
import { execFile, spawnSync } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, test } from 'node:test'
import { promisify } from 'node:util'
import { runInNewContext } from 'node:vm'
import { send } from '../support/http.ts'
import { jalali } from '../support/jalali.ts'
import { atServer, exampleOf, patterned, type Sample, wanted } from '../support/samples.ts'
import { addKey, Client, startSimotel, unique } from '../support/simotel.ts'
import { add, groups, type Noun, numbersOf, type Row, read, remove, users } from '../support/things.ts'

const run = promisify(execFile)
const server = await startSimotel()
const home = await mkdtemp(join(tmpdir(), 'dialbook-samples-'))
after(async () => {
  await rm(home, { recursive: true, force: true })
  await server.stop()
})
const client = new Client(server)
const revealing = new Client(server, await addKey(server, 'acme', { revealSecrets: true }))
const noPhp =
  spawnSync('php', ['-r', 'exit(extension_loaded("curl") ? 0 : 1);']).status === 0
    ? false
    : 'there is no php with curl here: apt-get install php-cli php-curl'

/** A way to run a sample. Returns the answer as the sample shows it: body and status. */
type Run = (sample: Sample, id: string) => Promise<{ readonly status: number; readonly text: string }>

/**
 * Runs a sample by a real curl, through a shell, as printed. A settings file has curl print the status after the body.
 */
const curl: Run = async (sample, id) => {
  await writeFile(join(home, '.curlrc'), 'silent\nshow-error\nwrite-out = "\\n%{http_code} %{content_type}"\n')
  const { stdout } = await run('sh', ['-c', atServer(server, String(sample.curl), id)], {
    env: { ...process.env, CURL_HOME: home },
  })
  const end = stdout.lastIndexOf('\n')
  const [status, type] = stdout.slice(end + 1).split(/ (.*)/)
  assert.match(String(type), /^application\/json/)
  return { status: Number(status), text: stdout.slice(0, end) }
}

/** Runs a sample by a real php, as printed. The sample echoes the status, then the body. */
const php: Run = async (sample, id) => {
  const file = join(home, `${unique('sample')}.php`)
  await writeFile(file, atServer(server, String(sample.php), id))
  const { stdout } = await run('php', ['-d', 'display_errors=stderr', file])
  const [, status, text] = /^\s*response code:(\d+)<br\/>([\s\S]*)$/.exec(stdout) ?? assert.fail(stdout)
  return { status: Number(status), text: String(text) }
}

/** Runs the page's script as printed, with a `$.ajax` that asks as a browser does: a preflight, then the call. */
const js: Run = async (sample, id) => {
  const script = /<script>([\s\S]*)<\/script>/.exec(atServer(server, String(sample.js), id))?.[1] ?? ''
  type Settings = { url: string; method: string; headers: Record<string, string>; data: string }
  const lines: string[] = []
  const calls: Promise<unknown>[] = []
  const ajax = (settings: Settings) => ({
    always(report: (xhr: { status: number; statusText: string; responseText: string }) => void) {
      calls.push(browse(settings).then(report))
    },
  })
  const browse = async ({ url, method, headers, data }: Settings) => {
    const path = new URL(url).pathname
    const asked = {
      'Access-Control-Request-Method': method,
      'Access-Control-Request-Headers': Object.keys(headers).join(),
    }
    const preflight = await send(server, {
      method: 'OPTIONS',
      path,
      headers: { Origin: 'http://page.example', ...asked },
    })
    assert.ok(preflight.status < 300 && preflight.headers['access-control-allow-origin'], preflight.text)
    const answer = await send(server, {
      method,
      path,
      headers: { ...headers, Origin: 'http://page.example' },
      body: data,
    })
    assert.ok(answer.headers['access-control-allow-origin'])
    return { status: answer.status, statusText: 'OK', responseText: answer.text }
  }
  runInNewContext(script, { $: { ajax }, console: { log: (line: string) => lines.push(line) } })
  await Promise.all(calls)
  const [status, text] = [
    /^response code: (\d+) OK$/.exec(String(lines[0])),
    /^response body: ([\s\S]*)$/.exec(String(lines[1])),
  ]
  return { status: Number(status?.[1]), text: String(text?.[1]) }
}

const runs = { php, js, curl } as const

/** Runs each printed sample of an operation on a new thing. */
function replay(operation: string, noun: Noun, check: (made: Row, sample: Sample, text: string) => Promise<void>) {
  describe(operation, () => {
    for (const sample of exampleOf(operation).samples) {
      for (const language of ['php', 'js', 'curl'] as const) {
        if (sample[language] === undefined) continue
        test(`${sample.source}, as printed`, { skip: language === 'php' && noPhp }, async () => {
          const made = await add(client, noun)
          const { status, text } = await runs[language](sample, made._id)
          assert.equal(status, sample.response.status)
          assert.equal(patterned(text), wanted(sample))
          await check(made, sample, text)
        })
      }
    }
  })
}

replay('autodialer/groups/update', groups, async (made, sample, text) => {
  const ms = Number(/"\$numberLong":"(\d+)"/.exec(text)?.[1])
  assert.ok(Math.abs(ms - Date.now()) < 60_000, `${ms} is not now`)
  const { name, numbers, description } = sample.body ?? {}
  const stored = { _id: made._id, name, description, count: 3, date: jalali(ms) }
  assert.deepEqual(await read(client, groups, made._id), stored)
  assert.deepEqual(await numbersOf(client, made._id), numbers)
})

replay('autodialer/groups/remove', groups, async (made) => {
  assert.equal(await read(client, groups, made._id), undefined)
})

replay('pbx/users/update', users, async (made, sample) => {
  const { date, ...row } = (await read(revealing, users, made._id)) ?? assert.fail('gone')
  assert.ok(date >= made.date)
  assert.deepEqual(row, { ...sample.body, _id: made._id, description: '', queues: [] })
  const found = await client.data<Row[]>('pbx/users/search', {
    alike: false,
    conditions: { number: sample.body?.number },
  })
  assert.deepEqual([found.length, found[0]?.secret], [1, '******'])
  await remove(client, users, made._id)
})
