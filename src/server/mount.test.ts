import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { it } from 'node:test'
import Fastify from 'fastify'
import { Mount } from './mount.ts'

it('makes an instance once, by the first request, and again only after a failure', async (t) => {
  let made = 0
  const faults: unknown[] = []
  const mount = new Mount(async () => {
    if (made++ === 0) throw new Error('not yet')
    const app = Fastify()
    app.get('/', async () => ({ made }))
    await app.ready()
    return app
  })
  const server = createServer((request, response) => mount.route(request, response, (error) => faults.push(error)))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => server.close())
  const ask = () => fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
  assert.equal((await ask()).status, 500)
  assert.match(String(faults), /^Error: not yet$/)
  const answers = await Promise.all([ask(), ask()])
  assert.deepEqual(await Promise.all(answers.map((answer) => answer.json())), [{ made: 2 }, { made: 2 }])
  assert.deepEqual(await (await ask()).json(), { made: 2 })
  await mount.close()
})

it('closes, though the instance could not be made', async () => {
  const mount = new Mount(() => Promise.reject(new Error('never')))
  await assert.rejects(mount.ready(), /never/)
  await mount.close()
})
