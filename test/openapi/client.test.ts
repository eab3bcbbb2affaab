import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { documents } from './documents.ts'

// The generator wants another TypeScript than ours, so that it has a package of its own.
const beside = createRequire(createRequire(import.meta.url).resolve('client-generator/package.json'))
const { default: generate, astToString } = (await import(
  pathToFileURL(beside.resolve('openapi-typescript').replace(/\.cjs$/, '.mjs')).href
)) as {
  default: (document: object) => Promise<unknown>
  astToString: (ast: unknown) => string
}

/** A program for each description. The lines that must not compile say so. */
const programs: Readonly<Record<string, string>> = {
  lox24: `
type Groups = paths['/groups']
type Made = Groups['post']['responses'][201]['content']['application/json']
export const made: Made['name'] = 'My Clients'
export const body: Groups['post']['requestBody']['content']['application/json'] = { name: 'My Clients', phones: null }
// @ts-expect-error: a group has a name
export const nameless: Groups['post']['requestBody']['content']['application/json'] = {}
// @ts-expect-error: the count is a number
export const count: Made['count_items'] = 'many'`,
  simotel: `
type Answer = paths['/autodialer/groups/add']['post']['responses'][200]['content']['application/json']
export function idOf(answer: Answer): string {
  return answer.success === 1 ? answer.data._id : answer.message
}
export const body: paths['/pbx/users']['post']['requestBody']['content']['application/json'] =
  { name: 'a', number: '12', secret: 'b', active: 'yes' }
// @ts-expect-error: a flag is yes or no
export const wrong: (typeof body)['active'] = 'perhaps'`,
  checkmarket: `
type List = paths['/contactgroups']['get']['responses'][200]['content']['application/json']
export const names = (list: List): (string | undefined)[] => list.Data.map(({ Name }) => Name)
// @ts-expect-error: a folder is a number
export const wrong: List['Data'][number]['GroupFolderId'] = 'root'`,
  book: `
type Import = paths['/imports']['post']['responses'][201]['content']['application/json']
export const state: Import['state'] = 'waiting'
// @ts-expect-error: there is no such state
export const wrong: Import['state'] = 'lost'`,
}

const folder = await mkdtemp(join(tmpdir(), 'dialbook-client-'))
after(() => rm(folder, { recursive: true }))

test('a typed client of every dialect compiles, and refuses what does not fit', async () => {
  assert.deepEqual(Object.keys(programs).toSorted(), [...documents.keys()])
  for (const [name, document] of documents) {
    await writeFile(join(folder, `${name}.ts`), astToString(await generate(structuredClone(document))))
    await writeFile(join(folder, `use-${name}.ts`), `import type { paths } from './${name}.ts'\n${programs[name]}\n`)
  }
  const files = Object.keys(programs).map((name) => join(folder, `use-${name}.ts`))
  const flags = ['--ignoreConfig', '--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2025']
  const tsc = join(import.meta.dirname, '../../node_modules/.bin/tsc')
  await promisify(execFile)(tsc, [...flags, '--allowImportingTsExtensions', '--types', '', ...files]).catch(
    ({ stdout }: { stdout: string }) => assert.fail(stdout.slice(0, 3000)),
  )
})
