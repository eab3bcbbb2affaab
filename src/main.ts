import { readFileSync } from 'node:fs'
import { constants, userInfo } from 'node:os'
import { text } from 'node:stream/consumers'
import type { Edge } from './cli/edge.ts'
import { runCli } from './cli/run-cli.ts'

/** Milliseconds in which a second signal counts as the first: `npm start` and the terminal both deliver one Ctrl-C. */
const sameSignalMs = 500

const stopSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** Whether standard input is read piece by piece: a command may end before its input does. */
let isInputOpen = false

const edge: Edge = {
  version: JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')).version,
  pid: process.pid,
  userName: userName(),
  env: process.env,
  out: (text) => process.stdout.write(text),
  outBytes: (bytes) => new Promise((resolve) => process.stdout.write(bytes, (error) => resolve(!error))),
  outWidth: process.stdout.isTTY ? process.stdout.columns : null,
  err: (text) => process.stderr.write(text),
  input: () => text(process.stdin),
  inputBytes() {
    isInputOpen = true
    return process.stdin
  },
  errIsTerminal: process.stderr.isTTY === true,
  stopSignal,
  entitle(detail) {
    process.title = `${process.title} ${detail}`
  },
  askToEnd: (pid) => process.kill(pid, 'SIGTERM'),
  onExit: (work) => process.on('exit', work),
  onUncaught(report) {
    const fail = (error: unknown) => {
      report(error)
      process.exit(1)
    }
    process.on('uncaughtException', fail)
    process.on('unhandledRejection', fail)
  },
}

/** A user id without an entry in the system's list of users has no name. */
function userName(): string | null {
  try {
    return userInfo().username || null
  } catch {
    return null
  }
}

/** `dialbook serve`, or only `dialbook` where no plain word names the command. */
function titleOf(command: string): string {
  return /^[a-z-]+$/.test(command) && !command.startsWith('-') ? `dialbook ${command}` : 'dialbook'
}

/** Resolves with the first signal to stop; the second ends the process at once. */
function stopSignal(): Promise<string> {
  return new Promise((resolve) => {
    let firstAt: number | undefined
    for (const signal of stopSignals) {
      process.on(signal, () => {
        firstAt ??= performance.now()
        if (performance.now() - firstAt > sameSignalMs) process.exit(128 + constants.signals[signal])
        resolve(signal)
      })
    }
  })
}

// A flag may hold the password of a database. The list of processes must not show it, only the command.
process.title = titleOf(process.argv[2] ?? '')

// The reader of the output may stop early: `dialbook changes list | head -1`. A file that takes it may be on a full disk.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') return
  process.stderr.write(`dialbook: cannot write to the standard output: ${error.message}\n`)
  process.exit(1)
})

process.exitCode = await runCli(process.argv.slice(2), edge)
if (isInputOpen) process.stdin.destroy()
