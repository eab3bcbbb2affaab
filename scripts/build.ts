// Builds dist/, which only the published package needs: the compiled program, and the files that it reads.
import { execFileSync } from 'node:child_process'
import { cpSync, globSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { migrateSqlite } from '../src/store/sqlite/migrate.ts'
import { bundle } from './bundle.ts'
import './openapi.ts'

const root = join(import.meta.dirname, '..')
const source = join(root, 'src')
const target = join(root, 'dist')

rmSync(target, { recursive: true, force: true })
execFileSync('tsc', ['--project', 'tsconfig.build.json'], { cwd: root, stdio: 'inherit' })
// The types of what programs import, and no others.
const only = ['--declaration', '--emitDeclarationOnly', '--skipLibCheck', '--target', 'es2025', '--module', 'nodenext']
const from = ['--types', 'node', '--rootDir', source, '--outDir', target, join(source, 'dev/test-book.ts')]
execFileSync('tsc', ['--ignoreConfig', ...only, ...from], { cwd: root, stdio: 'inherit' })
writeFileSync(
  join(target, 'dialbook.d.ts'),
  `import type { StartOptions, TestBook } from './dev/test-book.js'
export type * from './dev/test-book.js'
/** Starts a book for tests, on a free port, with a clock of its own. */
export declare function start(options?: StartOptions): Promise<TestBook>
`,
)
for (const file of globSync(['**/*.sql', 'web/assets/*'], { cwd: source }))
  cpSync(join(source, file), join(target, file))
// A book for tests begins as a copy of this one (`ready-book.ts`).
migrateSqlite(join(target, 'store/ready-book.db'))
// The threads and what they load stay as they are compiled.
await bundle(join(target, 'program'))
