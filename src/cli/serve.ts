import type { Command } from 'commander'
import { loadServer, settingKeys } from '../app.ts'
import { addCommand, type CommonOptions, ownerAt, settingsOf } from './command.ts'
import type { Edge } from './edge.ts'
import { welcomeNewcomer } from './welcome.ts'

/** `dialbook serve`: runs the server until a signal stops it. */
export function addServe(program: Command, edge: Edge): void {
  addCommand(program, 'serve', 'Runs the server until it gets a signal to stop.', settingKeys).action(
    async (options: CommonOptions) => {
      const { settings } = settingsOf(edge, options)
      const stopSignal = edge.stopSignal()
      const startServer = await loadServer()
      const server = await startServer(settings, edge.pid)
      edge.entitle(server.url)
      edge.onUncaught(server.logFatal)
      edge.onExit(server.flushLog)
      const { book } = server
      const isReadOnly = book.core.store.readOnly() !== null
      const welcome = isReadOnly ? undefined : await welcomeNewcomer({ ...book, owner: ownerAt(edge) }, server.url)
      if (server.adminUrl) edge.out(`health and metrics on ${server.adminUrl}\n`)
      // The account of the welcome is there before the line is printed, so whoever waits for the line may go on.
      edge.out(`listening on ${server.url}\n`)
      if (welcome) edge.out(`${options.json ? JSON.stringify(welcome.json) : welcome.text}\n`)
      await server.stop(await stopSignal)
    },
  )
}
