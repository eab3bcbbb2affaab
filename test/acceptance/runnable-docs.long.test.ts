// Long: some 80 commands, each a process of its own.
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { chmod, copyFile, cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { promisify } from 'node:util'
import { send } from './support/http.ts'
import { startServer } from './support/server.ts'

const root = resolve(import.meta.dirname, '../..')
const bin = join(root, 'bin/dialbook.js')

/** The documents with blocks that run as pasted: those whose fence is "```sh run". A document runs in one folder, from its top. */
const documents: readonly string[] = [
  'README.md',
  'docs/operations.md',
  'docs/imports.md',
  'docs/exports.md',
  'docs/opt-outs.md',
]

/** Programs that the documents name: dialbook by both of its names, and a store of passwords. */
const programs: Readonly<Record<string, string>> = {
  dialbook: `exec "${process.execPath}" "${bin}" "$@"`,
  npx: `shift; exec "${process.execPath}" "${bin}" "$@"`,
  pass: 'echo 1234567890abcdef1234567890abcdef',
}

/** The book that the documents speak of, but for its groups: the ids are those that a reader of the examples meets. */
const book = `
dialbook contacts import ali.csv >/dev/null
dialbook extensions add 500 --secrets 500.csv >/dev/null
dialbook extensions add 530..532 --secrets 530.csv >/dev/null
dialbook trunk set provider --host sip.example --username acme >/dev/null
dialbook forward-rules allow 0912 >/dev/null
dialbook export extensions --format xlsx --out users.xlsx >/dev/null
dialbook import june.csv --group 'customers 17' >/dev/null
dialbook export groups --group 'customers 17' --format xlsx --out stop-list.xlsx >/dev/null
printf '0912111%s\\n' 2240 2241 | gzip >numbers.gz
`

/** Begins a book with an account and 18 groups. A server makes them faster than 18 commands would. */
async function begin(data: string): Promise<void> {
  const prepare = [
    ['account', 'add', 'default'],
    ['account', 'set', 'default', '--country', 'IR'],
  ]
  const server = await startServer({ data, prepare })
  const { key } = JSON.parse(await server.cli('key', 'add', 'simotel', '--auth', 'token', '--json'))
  for (let id = 1; id <= 18; id++) {
    const { text } = await send(server, {
      path: '/api/v4/autodialer/groups/add',
      headers: { 'Content-Type': 'application/json', 'X-APIKEY': key.token },
      body: JSON.stringify({ name: id === 1 ? 'customers' : `customers ${id}` }),
    })
    assert.match(text, /"success":1/)
  }
  await server.kill()
}

const files: Readonly<Record<string, string>> = {
  'june.csv': 'number,name\n09121112233,Ali\n09121112234,Sara\n',
  'ali.csv': 'Name,E-mail Address,Mobile Phone\nAli,ali@example.org,09121112235\n',
  'users.csv': 'number,name\n701,Reception\n702,Sales\n',
  'people.vcf': 'BEGIN:VCARD\nVERSION:3.0\nFN:Sara\nTEL:09121112236\nEND:VCARD\n',
  'google.csv': 'Name,E-mail 1 - Value,Phone 1 - Value\nReza,reza@example.org,09121112237\n',
  'outlook.csv': 'First Name,Last Name,E-mail Address,Mobile Phone\nMina,Rad,mina@example.org,09121112238\n',
  'phone.vcf': 'BEGIN:VCARD\nVERSION:3.0\nFN:Omid\nTEL:09121112239\nEND:VCARD\n',
}

async function shell(folder: string, script: string): Promise<void> {
  const env = {
    ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('DIALBOOK_'))),
    PATH: `${folder}/bin:${process.env.PATH}`,
  }
  await promisify(execFile)('bash', ['-euo', 'pipefail', '-c', script], { cwd: folder, env })
}

/** The blocks of a document that run, each with the line that it begins at. */
function blocksOf(text: string): { readonly line: number; readonly script: string }[] {
  return [...text.matchAll(/^```sh run\n(.*?)^```$/gms)].map(({ index, 1: script = '' }) => ({
    line: text.slice(0, index).split('\n').length,
    script,
  }))
}

describe('the examples that are marked as runnable', () => {
  let parent: string
  let prepared: string
  before(async () => {
    parent = await mkdtemp(join(tmpdir(), 'dialbook-docs-'))
    prepared = join(parent, 'prepared')
    for (const name of ['bin', 'data']) await mkdir(join(prepared, name), { recursive: true })
    for (const [name, script] of Object.entries(programs)) {
      await writeFile(join(prepared, 'bin', name), `#!/bin/sh\n${script}\n`)
      await chmod(join(prepared, 'bin', name), 0o755)
    }
    for (const [name, text] of Object.entries(files)) await writeFile(join(prepared, name), text)
    await copyFile(join(root, 'test/fixtures/imports/files/two-sheets.xlsx'), join(prepared, 'june.xlsx'))
    await begin(join(prepared, 'data'))
    await shell(prepared, book)
  })
  after(() => rm(parent, { recursive: true, force: true }))

  for (const document of documents) {
    it(`of ${document} run as pasted`, async () => {
      const folder = await mkdtemp(join(parent, 'run-'))
      await cp(prepared, folder, { recursive: true })
      const blocks = blocksOf(await readFile(join(root, document), 'utf8'))
      assert.ok(blocks.length > 0)
      for (const { line, script } of blocks) {
        await shell(folder, script).catch((error) => assert.fail(`${document}:${line}: ${error.stderr}`))
      }
    })
  }
})
