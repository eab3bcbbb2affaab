import assert from 'node:assert/strict'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { describe, it } from 'node:test'
import { moduleUrl } from '../src/dialects/body/module-url.ts'
import { dialects } from '../src/dialects/dialects.ts'
import {
  allTests,
  betweenPhones,
  fastTests,
  isLong,
  needsPbx,
  ownBooks,
  ownCommands,
  ownSuites,
  postgresTests,
} from './suites.ts'

const root = resolve(import.meta.dirname, '..')
const src = join(root, 'src')

/** The imports that the files of a folder below src/ may have. A folder that is not listed fails. */
const mayImport: Readonly<Record<string, (imported: string, importer: string) => boolean>> = {
  core: (imported) => isBelow(imported, 'core'),
  store: (imported) => isBelow(imported, 'store', 'core') || isOutside(imported),
  pbx: (imported) => isBelow(imported, 'pbx', 'core') || isOutside(imported),
  courier: (imported) => isBelow(imported, 'courier', 'core') || isOutside(imported),
  carrier: (imported) => isBelow(imported, 'carrier', 'core') || isOutside(imported),
  numbering: (imported) => isBelow(imported, 'numbering', 'core') || isOutside(imported),
  secrets: (imported) => isBelow(imported, 'secrets', 'core') || isOutside(imported),
  files: (imported) => isBelow(imported, 'files', 'core') || isOutside(imported),
  dialects: (imported, importer) =>
    isOutside(imported) ||
    isBelow(imported, 'core') ||
    isSettingType(imported) ||
    sharedOrOwnDialect(imported, importer),
  web: (imported) => isBelow(imported, 'web', 'core') || isOutside(imported),
  config: (imported) => isBelow(imported, 'config') || imported === 'dialects/dialects.ts' || isOutside(imported),
  server: (imported) => !isBelow(imported, 'cli') && !isRoot(imported),
  cli: (imported) => isBelow(imported, 'cli', 'core') || imported === 'app.ts' || isOutside(imported),
  workers: (imported) => isBelow(imported, 'workers', 'core'),
  // Books for tests: all of a server, put together in another way.
  dev: (imported) => !isBelow(imported, 'cli') && (imported.startsWith('dev/') || !isRoot(imported)),
  'dialbook.ts': (imported) => isBelow(imported, 'dev') || imported === 'app.ts' || isOutside(imported),
  'app.ts': (imported) => !isBelow(imported, 'cli') && !isRoot(imported),
  'main.ts': (imported) => isBelow(imported, 'cli') || isOutside(imported),
}

function isRoot(imported: string): boolean {
  return !isOutside(imported) && !imported.includes('/')
}

/** Whether a file has the types in which a dialect declares its settings. */
function isSettingType(imported: string): boolean {
  return imported === 'config/setting.ts' || imported === 'config/setting-types.ts'
}

function isBelow(imported: string, ...folders: readonly string[]): boolean {
  return folders.some((folder) => imported.startsWith(`${folder}/`))
}

function isOutside(imported: string): boolean {
  return imported.startsWith('node:') || imported.startsWith('npm:')
}

/** A dialect sees its own folder, the files directly in dialects/ and body/; only the list sees every dialect. */
function sharedOrOwnDialect(imported: string, importer: string): boolean {
  const [, ownOrFile = ''] = importer.split('/')
  if (importer === 'dialects/index.ts') return isBelow(imported, 'dialects')
  return /^dialects\/(?:body\/)?[^/]+\.ts$/.test(imported) || isBelow(imported, `dialects/${ownOrFile}`)
}

const files = globSync('**/*.ts', { cwd: src }).map((file) => file.replaceAll('\\', '/'))
const programFiles = files.filter((file) => !/\.(test|contract)\.ts$/.test(file))

function importsOf(file: string): string[] {
  const text = readFileSync(join(src, file), 'utf8')
  const specifiers = [
    ...text.matchAll(/^(?:import|export)\b[^'"]*?from '([^']+)'|^import '([^']+)'|\bimport\('([^']+)'\)/gm),
  ]
  return specifiers.map(([, from, bare, dynamic]) => {
    const specifier = from ?? bare ?? dynamic ?? ''
    if (specifier.startsWith('node:')) return specifier
    if (!specifier.startsWith('.')) return `npm:${specifier}`
    return relative(src, join(src, dirname(file), specifier)).replaceAll('\\', '/')
  })
}

/** Finds the circles in a graph of imports. Returns the way round of each: `a → b → a`. */
function circlesIn(imports: ReadonlyMap<string, readonly string[]>): string[] {
  const left = new Set<string>()
  const circles: string[] = []
  const visit = (file: string, way: readonly string[]): void => {
    if (way.includes(file)) circles.push([...way.slice(way.indexOf(file)), file].join(' → '))
    else if (!left.has(file)) for (const imported of imports.get(file) ?? []) visit(imported, [...way, file])
    left.add(file)
  }
  for (const file of imports.keys()) visit(file, [])
  return circles
}

describe('the house', () => {
  it('knows a circle when it sees one', () => {
    const imports = { a: ['b', 'c'], b: ['c'], c: ['d', 'b'], d: [] }
    assert.deepEqual(circlesIn(new Map(Object.entries(imports))), ['b → c → b'])
  })

  it('has files to judge', () => {
    assert.ok(programFiles.length > 50)
    assert.ok(importsOf('core/group/update-group.ts').includes('core/errors.ts'))
  })

  it('imports only as the layout allows', () => {
    const wrong = programFiles.flatMap((file) => {
      const allowed = mayImport[file.split('/')[0] ?? '']
      if (!allowed) return [`${file} stands in no room`]
      return importsOf(file)
        .filter((imported) => !allowed(imported, file))
        .map((imported) => `${file} imports ${imported}`)
    })
    assert.deepEqual(wrong, [])
  })

  it('has no circle of imports, also none of types', () => {
    assert.deepEqual(circlesIn(new Map(programFiles.map((file) => [file, importsOf(file)]))), [])
  })

  it('keeps the process, the clock and the vendors out of the core', () => {
    const forbidden = /\bprocess\.|\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|simotel|lox24|checkmarket/i
    const wrong = programFiles.filter(
      (file) =>
        isBelow(file, 'core', 'store') && forbidden.test(withoutComments(readFileSync(join(src, file), 'utf8'))),
    )
    assert.deepEqual(wrong, [])
  })

  it('touches the process in main.ts only', () => {
    const wrong = programFiles.filter(
      (file) => file !== 'main.ts' && /\bprocess\./.test(withoutComments(readFileSync(join(src, file), 'utf8'))),
    )
    assert.deepEqual(wrong, [])
  })

  it('has no file above 300 lines', () => {
    const long = files.filter((file) => readFileSync(join(src, file), 'utf8').split('\n').length > 300)
    assert.deepEqual(long, [])
  })

  it('gives every export of the core a sentence', () => {
    const bare = programFiles
      .filter((file) => isBelow(file, 'core'))
      .flatMap((file) => {
        const lines = readFileSync(join(src, file), 'utf8').split('\n')
        return lines.flatMap((line, index) => {
          const isExport = /^export (?!type \{|\{|\*)/.test(line)
          return isExport && !/^(\s\*\/|\/\*\*.*\*\/)$/.test(lines[index - 1] ?? '') ? [`${file}: ${line}`] : []
        })
      })
    assert.deepEqual(bare, [])
  })
})

describe('the tests', () => {
  const textOf = (file: string) => readFileSync(join(root, file), 'utf8')

  it('are in the fast run, or for the full run only because they are long or need a PBX', () => {
    const fast = new Set(fastTests())
    const left = allTests().filter((file) => !fast.has(file))
    assert.deepEqual(
      left.filter((file) => !isLong(file) && !needsPbx(file)),
      [],
    )
    assert.ok(fast.has('test/house.test.ts') && left.length > 0)
  })

  it('say in their first line why they are long', () => {
    const silent = allTests().filter((file) => isLong(file) && !/^\/\/ Long: .{10,}\.\n/.test(textOf(file)))
    assert.deepEqual(silent, [])
  })

  it('that only a command of their own runs are in its folder, and say why', () => {
    const { scripts } = JSON.parse(textOf('package.json')) as { scripts: Readonly<Record<string, string>> }
    const folders = new Set(ownSuites().map((file) => file.split('/')[1] ?? ''))
    assert.deepEqual([...folders], Object.keys(ownCommands))
    for (const folder of folders) assert.ok(scripts[`test:${folder}`]?.includes(`test/${folder}/*.suite.ts`), folder)
    assert.deepEqual(
      ownSuites().filter((file) => !/^\/\/ Long: .{10,}\.\n/.test(textOf(file))),
      [],
    )
  })

  it('start an Asterisk in test/pbx only', () => {
    const others = allTests().filter((file) => !needsPbx(file) && /from '[^']*pbx\/support\//.test(textOf(file)))
    assert.deepEqual(others, [])
  })

  it('of every dialect run on PostgreSQL too', () => {
    const files = postgresTests()
    const missing = dialects.filter(({ name }) => !files.some((file) => file.startsWith(`test/acceptance/${name}/`)))
    assert.deepEqual(missing, [])
    for (const folder of Object.keys(ownBooks)) {
      assert.ok(!files.some((file) => file.startsWith(`test/acceptance/${folder}/`)), folder)
      assert.ok(existsSync(join(root, 'test/acceptance', folder)), `there is no folder ${folder} any more`)
    }
    for (const name of betweenPhones) assert.ok(existsSync(join(root, `test/pbx/${name}.test.ts`)), name)
  })
})

/** The code of a file: comments may name things that code must not use. */
function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\/|(^|\s)\/\/.*$/gm, '')
}

for (const dialect of dialects) {
  const operations = await dialect.operations()
  describe(`the dialect ${dialect.name}`, () => {
    const documentation = readFileSync(join(root, 'docs/dialects', `${dialect.name}.md`), 'utf8')

    for (const operation of operations) {
      it(`documents ${operation.name} and has an example of it`, () => {
        assert.ok(documentation.includes(`\`${operation.name}\``), `docs/dialects/${dialect.name}.md does not name it`)
        const name = `${operation.name.replaceAll(/[^A-Za-z0-9]+/g, '-')}.json`
        const example = JSON.parse(readFileSync(join(src, 'dialects', dialect.name, 'examples', name), 'utf8'))
        assert.ok(Object.keys(example).length > 0)
      })
    }

    it('names readers of long bodies that another thread can import', async () => {
      for (const { name, reader } of operations) {
        if (!reader) continue
        const module = (await import(moduleUrl(reader.module))) as Readonly<Record<string, unknown>>
        assert.equal(module[reader.name], reader, `${name}: ${reader.module} does not export ${reader.name}`)
      }
    })

    it('names each operation once', () => {
      const names = operations.map(({ name }) => name)
      assert.equal(new Set(names).size, names.length)
    })
  })
}
