import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, it } from 'node:test'
import { findBrokenReferences, type Repository } from './find-broken-references.ts'

const root = resolve(import.meta.dirname, '..')
const files = globSync(
  ['LICENSE', '*.{md,json,ts}', 'openapi/*.json', '{src,test,bench,docs,scripts,asterisk,bin}/**/*.*'],
  {
    cwd: root,
  },
)
  .map((file) => file.replaceAll('\\', '/'))
  .sort()
const text = (file: string) => readFileSync(join(root, file), 'utf8')
const repository: Repository = { files: new Set(files), text }

/** The files that name what must not be named: this one, and the one that it tests. */
const exempt: ReadonlySet<string> = new Set(['test/references.test.ts', 'test/find-broken-references.ts'])
const readable = /\.(ts|js|mjs|md|sql|sh|conf|json)$/
const judged = files.filter(
  (file) => readable.test(file) && !exempt.has(file) && !/^package-lock|^openapi|results/.test(file),
)

/** A repository of three documents and a program, to show that broken references are found. */
const small = new Map([
  ['docs/wire/vendor.md', '# A vendor\n\n## 1 Common\n\n### 1.5 Envelope & dates\n'],
  ['docs/decisions/001-first.md', '# 001 First\n'],
  ['src/core/group/update-group.ts', ''],
  ['README.md', '## Start it\n'],
])
const made: Repository = { files: new Set(small.keys()), text: (file) => small.get(file) ?? '' }
const broken = (file: string, content: string) => findBrokenReferences(file, content, made)

describe('a reference that is broken is found', () => {
  const cases: readonly (readonly [name: string, file: string, content: string, wrong: readonly string[]])[] = [
    ['a link', 'docs/a.md', '[x](wire/vendor.md) [y](gone.md)', ['gone.md: there is no such file']],
    ['an anchor', 'README.md', '[x](#start-it) [y](#no)', ['#no: there is no such heading']],
    ['a path', 'a.md', 'see `src/core/gone.ts`, `src/core/`', ['src/core/gone.ts: there is no such file']],
    ['a folder', 'a.md', 'what lies in `src/pbx/`', ['src/pbx/: there is no such file']],
    ['a name', 'src/a.ts', '// `update-group.ts`, `lists.ts`\n', ['lists.ts: there is no such file']],
    ['an end of a path', 'a.md', '`group/update-group.ts`, `list/x.ts`', ['list/x.ts: there is no such file']],
    ['a pattern', 'a.md', '`src/<room>/*/update-*.ts` `src/*/a-*.ts`', ['src/*/a-*.ts: there is no such file']],
    [
      'a path in code only',
      'src/a.ts',
      "import './gone.ts' // as src/core/gone.ts",
      ['src/core/gone.ts: there is no such file'],
    ],
    [
      'a decision',
      'src/a.ts',
      '/** By decision 001, not 2. Decisions 001 and 002. */',
      ['decision 002: there is no docs/decisions/002-*.md'],
    ],
    ['a message', 'src/a.ts', "fail('see docs/gone.md')", ['docs/gone.md: there is no such file']],
  ]
  for (const [name, file, content, wrong] of cases) {
    it(name, () => assert.deepEqual(broken(file, content), wrong))
  }

  it('a section, in a comment and in an example', () => {
    const comment = '/** Texts of docs/wire/vendor.md §1 and §1.6, and docs/wire/vendor.md §1.5, §9 (RFC 1 §7). */'
    const sections = ['§1.6', '§9'].map((section) => `docs/wire/vendor.md ${section}: there is no such heading`)
    assert.deepEqual(broken('src/a.ts', comment), sections)
    assert.deepEqual(broken('src/a.json', '{"why":"docs/wire/vendor.md §2"}').length, 1)
  })

  it('a section of the same document', () => {
    assert.deepEqual(broken('docs/wire/vendor.md', '# A\n\n## 1 B\n\nas §1 and §3 say'), [
      'docs/wire/vendor.md §3: there is no such heading',
    ])
  })

  for (const words of [
    'seed 003',
    'Seeds 000',
    'seed-003.sh',
    'wire/vendor.md §1',
    'design/stack.md',
    '/work/shared/x',
  ]) {
    it(`the words "${words}"`, () => {
      assert.notDeepEqual(broken('src/a.ts', `const a = '${words}'`), [])
      assert.notDeepEqual(broken('a.json', `"${words}"`), [])
    })
  }

  it('a right reference is left alone', () => {
    const right = '`a/b`, and/or, `pbx/users/update`, `NNN-name.md`, https://example.org/docs/x.md, a seed of 7'
    assert.deepEqual(
      broken('a.md', `${right}, docs/wire/vendor.md §1.5, [x](docs/wire/vendor.md#15-envelope--dates)`),
      [],
    )
  })
})

describe('references', () => {
  it('has files to judge', () => {
    assert.ok(judged.length > 400)
    assert.ok(['README.md', 'docs/wire/lox24.md', 'asterisk/extensions.conf'].every((file) => judged.includes(file)))
  })

  it('all lead somewhere', () => {
    const wrong = judged.flatMap((file) =>
      findBrokenReferences(file, text(file), repository).map((sentence) => `${file}: ${sentence}`),
    )
    assert.deepEqual(wrong, [])
  })

  it('decisions are numbered without a gap, and titled by their number', () => {
    const decisions = files.filter((file) => file.startsWith('docs/decisions/'))
    const numbers = decisions.map((file) => file.slice('docs/decisions/'.length).slice(0, 3))
    assert.deepEqual(
      numbers,
      decisions.map((_, index) => String(index + 1).padStart(3, '0')),
    )
    for (const [index, file] of decisions.entries()) assert.ok(text(file).startsWith(`# ${numbers[index]} `), file)
  })

  it('every dialect leads to the facts of its wire, and they lead back', () => {
    for (const file of files.filter((name) => name.startsWith('docs/dialects/'))) {
      const name = file.slice('docs/dialects/'.length)
      assert.ok(text(file).includes(`(../wire/${name})`), file)
      assert.ok(text(`docs/wire/${name}`).includes(`(../dialects/${name})`), name)
    }
  })
})
