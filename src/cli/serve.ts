import type { Command } from 'commander'
import { loadServer, settingKeys } from '../app.ts'
import { findPeople } from '../core/person/find-people.ts'
import { firstInvitation } from '../core/person/invitation.ts'
import { addCommand, type CommonOptions, ownerAt, settingsOf } from './command.ts'
import type { Edge } from './edge.ts'
import { invitationLink } from './person/show-person.ts'
import { welcomeNewcomer } from './welcome.ts'

/** `dialbook serve`: runs the server until a signal stops it. */
export function addServe(program: Command, edge: Edge): void {
  addCommand(program, 'serve', 'Runs the server until it gets a signal to stop.', settingKeys).action(
    async (options: CommonOptions) => {
      const effective = settingsOf(edge, options)
      const stopSignal = edge.stopSignal()
      const startServer = await loadServer()
      const server = await startServer(effective, edge.pid)
      edge.entitle(server.url)
      edge.onUncaught(server.logFatal)
      edge.onExit(server.flushLog)
      const { book } = server
      const isReadOnly = book.core.store.readOnly() !== null
      const owner = ownerAt(edge)
      const welcome = isReadOnly ? undefined : await welcomeNewcomer({ ...book, owner }, server.url)
      // The link is for whoever can read what this process prints, as the first keys are.
      const isNobodyThere = !isReadOnly && (await findPeople(book.core, owner)).length === 0
      const page = isNobodyThere ? invitationLink(server.url, firstInvitation(book.core)) : undefined
      if (server.adminUrl) edge.out(`health and metrics on ${server.adminUrl}\n`)
      // The account of the welcome is there before the line is printed, so whoever waits for the line may go on.
      edge.out(`listening on ${server.url}\n`)
      const json = { ...(welcome?.json as object | undefined), ...(page && { page }) }
      if (options.json && (welcome || page)) edge.out(`${JSON.stringify(json)}\n`)
      if (!options.json && welcome) edge.out(`${welcome.text}\n`)
      if (!options.json && page)
        edge.out(`the page: ${page}\n  signs in the owner of this server, once: it asks for a name and a password\n`)
      await server.stop(await stopSignal)
    },
  )
}
