import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { it } from 'node:test'

function exitOf(awaited: string): number | null {
  const keepAlive = JSON.stringify(new URL('./keep-alive.ts', import.meta.url))
  const wait = JSON.stringify(new URL('../core/wait.ts', import.meta.url))
  const program = `import { keepAlive } from ${keepAlive}; import { wait } from ${wait}; await ${awaited}`
  return spawnSync(process.execPath, ['--input-type=module', '-e', program], { stdio: 'ignore' }).status
}

/** The code with which Node ends a process whose program waits for what never comes. */
const unsettled = 13

it('a process lives until the work that keeps it is done, and no longer', () => {
  assert.equal(exitOf('wait(50)'), unsettled)
  assert.equal(exitOf('keepAlive(() => wait(50))'), 0)
})
