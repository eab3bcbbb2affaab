import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, it } from 'node:test'
import { type Copy, DockerfileParser } from 'dockerfile-ast'
import { validate } from 'dockerfile-utils'
import { parse } from 'yaml'
import { settingKeys, settingOf } from '../../src/config/config.ts'

const root = resolve(import.meta.dirname, '../..')
const read = (name: string): string => readFileSync(join(root, name), 'utf8')
const variables = new Set(settingKeys.map((key) => settingOf(key).env))

describe('the Dockerfile', () => {
  const text = read('Dockerfile')
  const dockerfile = DockerfileParser.parse(text)

  it('has no fault that a linter finds', () => {
    assert.deepEqual(validate(text), [])
  })

  it('copies what is there, and nothing that the context leaves out', () => {
    const kept = read('.dockerignore')
      .split('\n')
      .filter((line) => line.startsWith('!'))
      .map((line) => line.slice(1))
    assert.ok(kept.length > 5)
    for (const path of kept) assert.ok(existsSync(join(root, path)), path)
    const copies = dockerfile.getCOPYs() as Copy[]
    const fromContext = copies.filter((copy) => !copy.getFlags().some((flag) => flag.getName() === 'from'))
    for (const copy of fromContext) {
      for (const source of copy.getArguments().slice(0, -1)) {
        const path = source.getValue()
        assert.ok(path === '.' || kept.includes(path), path)
      }
    }
  })

  it('runs as another user than root', () => {
    const users = dockerfile.getInstructions().filter((each) => each.getKeyword() === 'USER')
    assert.deepEqual(
      users.map((each) => each.getArgumentsContent()),
      ['node', '1000:1000'],
    )
  })

  it('names settings that exist', () => {
    const named = [...text.matchAll(/\bDIALBOOK_\w+/g)].map(([name]) => name)
    assert.ok(named.length > 2)
    for (const name of named) assert.ok(variables.has(name), name)
  })
})

describe('compose.yaml', () => {
  const file = parse(read('compose.yaml'), { merge: true }) as {
    services: Record<string, { environment?: Record<string, string>; depends_on?: object; build?: { target: string } }>
    volumes: object
  }

  it('starts each service after those that it needs', () => {
    assert.deepEqual(Object.keys(file.services), ['db', 'setup', 'dialbook', 'pbx'])
    for (const { depends_on = {} } of Object.values(file.services)) {
      for (const name of Object.keys(depends_on)) assert.ok(name in file.services, name)
    }
  })

  it('builds stages that the Dockerfile has', () => {
    const stages = [...read('Dockerfile').matchAll(/ AS (\w+)$/gm)].map(([, name]) => name)
    for (const { build } of Object.values(file.services)) if (build) assert.ok(stages.includes(build.target))
  })

  it('names settings that exist', () => {
    const given = Object.keys(file.services.dialbook?.environment ?? {}).filter((name) => name !== 'PGPASSWORD')
    assert.ok(given.length > 3)
    for (const name of given) assert.ok(variables.has(name), name)
  })
})

describe('the systemd unit', () => {
  const unit = read('deploy/dialbook.service')

  it('stops later than the server gives up', () => {
    const seconds = Number(/^TimeoutStopSec=(\d+)$/m.exec(unit)?.[1])
    assert.ok(seconds > Number(settingOf('shutdownTimeout').default))
  })

  it('names settings that exist', () => {
    const named = [...unit.matchAll(/\bDIALBOOK_\w+/g)].map(([name]) => name)
    assert.ok(named.length > 2)
    for (const name of named) assert.ok(variables.has(name), name)
  })

  it('leaves JavaScript its compiler', () => {
    assert.doesNotMatch(unit, /^MemoryDenyWriteExecute=/m)
  })
})
