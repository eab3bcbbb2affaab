#!/usr/bin/env node
// Plain JavaScript without new syntax: this file must also run on an old Node, to start the newer one that npm has installed.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import * as module from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const neededNode = 24
const forwardedSignals = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT', 'SIGUSR2']

// Node does not strip types below node_modules, so the published package holds the built program, and only that.
const source = new URL('../src/main.ts', import.meta.url)
const entry = existsSync(source) ? source : new URL('../dist/main.js', import.meta.url)

// The cache halves the time that a command takes to start. There is none where the folder cannot be written.
const cache = fileURLToPath(new URL('../node_modules/.cache/dialbook', import.meta.url))

if (Number.parseInt(process.versions.node, 10) >= neededNode) {
  module.enableCompileCache(cache)
  import(entry.href)
} else {
  startWithNewerNode()
}

function startWithNewerNode() {
  // As in main.ts: the list of processes must show no password.
  process.title = 'dialbook'
  const node = findNewerNode()
  if (node === undefined) {
    const remedy = 'install it, or install dialbook again without --omit=optional'
    console.error(`dialbook needs Node ${neededNode} or newer, and this is ${process.version}: ${remedy}.`)
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

/** The path of the Node that an optional dependency brings along; undefined where there is none for this system. */
function findNewerNode() {
  const require = module.createRequire(import.meta.url)
  const system = process.platform === 'win32' ? 'win' : process.platform
  for (const prefix of ['node', 'node-bin']) {
    const name = [prefix, system, process.arch].join('-')
    try {
      return join(dirname(require.resolve(`${name}/package.json`)), require(`${name}/package.json`).bin.node)
    } catch {
      // The package has the other prefix, or is not installed.
    }
  }
  return undefined
}
