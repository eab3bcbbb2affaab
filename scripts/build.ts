// Builds dist/, which only the published package needs: the compiled program, and the files that it reads.
import { execFileSync } from 'node:child_process'
import { cpSync, globSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')
const source = join(root, 'src')
const target = join(root, 'dist')

rmSync(target, { recursive: true, force: true })
execFileSync('tsc', ['--project', 'tsconfig.build.json'], { cwd: root, stdio: 'inherit' })
// The types of what programs import, and no others.
const types = mkdtempSync(join(tmpdir(), 'dialbook-types-'))
const only = ['--declaration', '--emitDeclarationOnly', '--outDir', types]
execFileSync('tsc', ['--project', 'tsconfig.build.json', ...only], { cwd: root, stdio: 'inherit' })
for (const file of ['dialbook.d.ts', 'dev/test-book.d.ts']) cpSync(join(types, file), join(target, file))
rmSync(types, { recursive: true })
for (const file of globSync('**/*.sql', { cwd: source })) cpSync(join(source, file), join(target, file))
