import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { after, describe, it } from 'node:test'
import { hasProgram } from '../has-program.ts'

const bin = resolve(import.meta.dirname, '../../bin/dialbook.js')
const folder = mkdtempSync(join(tmpdir(), 'dialbook-completion-'))
after(() => rmSync(folder, { recursive: true, force: true }))

const run = (command: string, ...args: string[]): string =>
  execFileSync(command, args, { encoding: 'utf8', cwd: folder })

/** Asks a shell, which has read the script, for the words that complete a command line. */
const asks: Readonly<Record<string, (script: string, words: readonly string[]) => string>> = {
  bash: (script, words) =>
    run(
      'bash',
      '-c',
      `source "$0"; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _dialbook; printf '%s\\n' "\${COMPREPLY[@]}"`,
      script,
      ...words,
    ),
  // Stands for zsh's own menu: it prints the words that begin as the last one does.
  zsh: (script, given) =>
    run(
      'zsh',
      '-fc',
      `compdef() { }; _files() { }
       _describe() { local -a all; all=("\${(@P)@[-1]}"); print -l -- "\${(@M)\${(@)all%%:*}:#$begun*}" }
       source $0; words=("$@"); CURRENT=$#; begun=$words[-1]; _dialbook`,
      script,
      ...given,
    ),
  fish: (script, words) =>
    run('fish', '--no-config', '-c', `source "${script}"; complete --do-complete "${words.join(' ')}"`),
}

for (const [shell, ask] of Object.entries(asks)) {
  describe(`the completion of ${shell}`, {
    skip: !hasProgram(shell) && `${shell} is missing: apt-get install ${shell}`,
  }, () => {
    const script = join(folder, `dialbook.${shell}`)
    writeFileSync(script, run(process.execPath, bin, 'completion', shell))
    const completed = (...words: string[]): string[] =>
      ask(script, ['dialbook', ...words])
        .split('\n')
        .map((line) => line.split('\t')[0] ?? '')
        .filter((word) => word !== '')
        .sort()

    it('knows commands, and those below them', () => {
      assert.deepEqual(completed('ke'), ['key'])
      assert.deepEqual(completed('key', 'di'), ['disable'])
      const dialects = completed('key', 'add', '')
      for (const name of ['checkmarket', 'lox24', 'simotel']) assert.ok(dialects.includes(name), name)
    })

    it('knows options, and the values of those with a choice', () => {
      assert.deepEqual(completed('find', '12', '--acc'), ['--account'])
      assert.deepEqual(completed('export', 'groups', '--format', 'x'), ['xlsx'])
    })

    it('goes on behind options and their values', () => {
      assert.deepEqual(completed('groups', 'list', '--json', '--acc'), ['--account'])
    })
  })
}

describe('the man page', () => {
  const page = run(process.execPath, bin, 'manual')

  it('tells every command', () => {
    const levels = run(process.execPath, bin, 'completion', 'bash')
    const paths = [...levels.matchAll(/^ {6}'([^']+)'\) words='(\w*)/gm)].filter(([, , below]) => below === '')
    assert.ok(paths.length > 60)
    for (const [, path = ''] of paths) assert.ok(page.includes(`.SS "${path.replaceAll('-', '\\-')} `), path)
  })

  it('obeys no text of a description', () => {
    const known = /^\.(?:TH|SH|SS|TP|B|I)\b/
    for (const line of page.split('\n').filter((each) => /^['.]/.test(each))) assert.match(line, known)
    for (const [sign] of page.matchAll(/\\./g)) assert.match(sign, /^\\[-e(&]$/)
  })
})
