#!/usr/bin/env node
// Plain JavaScript without new syntax: this file must also run on an old Node, to start the newer one that npm has installed.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import * as module from 'node:module'
import { fileURLToPath } from 'node:url'
import { findNewerNode, missingNode, neededNode } from './newer-node.js'

const forwardedSignals = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT', 'SIGUSR2']

// Node does not strip types below node_modules, so the published package holds the built program, and only that.
const source = new URL('../src/main.ts', import.meta.url)
const entry = existsSync(source) ? source : new URL('../dist/program/main.js', import.meta.url)

// The cache halves the time that a command takes to start. There is none where the folder cannot be written.
const cache = fileURLToPath(new URL('../node_modules/.cache/dialbook', import.meta.url))

endWithScript()

if (Number.parseInt(process.versions.node, 10) >= neededNode) {
  module.enableCompileCache(cache)
  import(entry.href)
} else {
  startWithNewerNode()
}

// npx, and npm with a script of one's own, run a shell, which runs this. They pass a signal on to the shell only, and it leaves this behind.
function endWithScript() {
  if (!/\bdialbook\b/.test(process.env.npm_lifecycle_script || '')) return
  const shell = process.ppid
  const watch = setInterval(() => {
    if (process.ppid === shell) return
    clearInterval(watch)
    process.kill(process.pid, 'SIGTERM')
  }, 250)
  watch.unref()
}

function startWithNewerNode() {
  // As in main.ts: the list of processes must show no password.
  process.title = 'dialbook'
  const node = findNewerNode()
  if (node === undefined) {
    console.error(missingNode())
    process.exitCode = 1
    return
  }
  const child = spawn(node, ['--max-semi-space-size=16', fileURLToPath(entry)].concat(process.argv.slice(2)), {
    env: Object.assign({ NODE_COMPILE_CACHE: cache }, process.env),
    stdio: 'inherit',
  })
  for (const signal of forwardedSignals) process.on(signal, () => child.kill(signal))
  child.on('error', (error) => {
    console.error(`dialbook cannot start ${node}: ${error.message}`)
    process.exitCode = 1
  })
  child.on('exit', (code, signal) => {
    if (signal === null) process.exit(code)
    for (const forwarded of forwardedSignals) process.removeAllListeners(forwarded)
    process.kill(process.pid, signal)
  })
}
