import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { modulesOf, openCore } from './modules.ts'

// Answers which groups hold a number, by the program of a revision, since no dialect asks that: node find-server.ts ROOT FOLDER [DATABASE-URL]
const [root = '', dataDir = '', databaseUrl] = process.argv.slice(2)
const modules = await modulesOf(root)
const core = await openCore(modules, dataDir, databaseUrl)
const account = await core.store.accounts.byName('bench')
const caller = modules.onAccount(modules.ownerCaller('bench', null), account?.id ?? 0)

const server = createServer(async (request, response) => {
  const { groups } = await modules.findGroupsOfPhone(core, caller, (request.url ?? '').slice(1))
  response.end(JSON.stringify(groups.map(({ id }) => id)))
})
server.listen(0, '127.0.0.1', () => {
  console.log(`listening on http://127.0.0.1:${(server.address() as AddressInfo).port}`)
})
process.once('SIGTERM', async () => {
  server.closeAllConnections()
  server.close()
  await core.store.close()
})
