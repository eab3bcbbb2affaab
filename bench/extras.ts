import { bulksTable, runBulks } from './bulks.ts'
import { editsTable, runEdits } from './edits.ts'
import { ledgerSizes, ledgerTable, runLedger } from './ledger.ts'
import { campaignsTable, pbxTable, registrationsTable } from './pbx/table.ts'
import type { KeptTable } from './results.ts'
import { contenders } from './rivals/contenders.ts'
import { runRivals } from './rivals/run-rivals.ts'
import { runServers, serverCounts } from './rivals/run-servers.ts'
import { rivalsTable, serversTable } from './rivals/tables.ts'

/** Something that runs by its name or with `--full` only, and has a table of its own. */
export interface Extra {
  readonly name: KeptTable
  readonly title: string
  run(rounds: number): Promise<{ readonly rows: readonly ExtraRow[]; readonly order: readonly string[] }>
  table(rows: never): string
}

export interface ExtraRow {
  readonly case: string
  readonly engine: string
}

export const extras: readonly Extra[] = [
  {
    name: 'servers',
    title: '1, 2 and 4 servers on one PostgreSQL',
    run: async (rounds) => ({ rows: await runServers(rounds), order: serverCounts.map(String) }),
    table: serversTable,
  },
  {
    name: 'rivals',
    title: 'small updates beside json-server, Parse Server and Directus, which npm installs for the run',
    async run(rounds) {
      const all = await contenders()
      return { rows: await runRivals(all, rounds), order: all.map(({ program }) => program) }
    },
    table: rivalsTable,
  },
  {
    name: 'pbx',
    title: 'a real Asterisk with 100 and with 10,000 extensions; needs scripts/get-asterisk.sh',
    async run() {
      const { runPbx } = await import('./pbx/pbx.ts')
      const rows = await runPbx()
      return { rows, order: rows.map((row) => row.case) }
    },
    table: pbxTable,
  },
  {
    name: 'registrations',
    title: 'processor time of registrations and starts with 100, 10,000 and 50,000 extensions on a real Asterisk',
    async run(rounds) {
      const { runRegistrations, registrationSizes } = await import('./pbx/registrations.ts')
      return { rows: await runRegistrations(rounds), order: registrationSizes.map(String) }
    },
    table: registrationsTable,
  },
  {
    name: 'campaigns',
    title: 'calls of campaigns on a real Asterisk, 10, 25 and 50 a second for a minute; needs SIPp too',
    async run() {
      const { runCampaigns } = await import('./pbx/campaigns.ts')
      const rows = await runCampaigns()
      return { rows, order: rows.map((row) => row.case) }
    },
    table: campaignsTable,
  },
  {
    name: 'bulks',
    title: 'a bulk of a million numbers into the carrier for development, for half a minute',
    run: async () => ({ rows: await runBulks(), order: ['bulk-1m'] }),
    table: bulksTable,
  },
  {
    name: 'edits',
    title: 'one number of a million, and `sync` of a million against a million, with their undo',
    run: async () => ({ rows: await runEdits(), order: ['edit-one', 'sync-half', 'sync-other'] }),
    table: editsTable,
  },
  {
    name: 'ledger',
    title: 'a ledger of 10⁵, 10⁶ and 10⁷ calls: pages, numbers, days, export and pruning; minutes to fill',
    run: async () => ({ rows: await runLedger(), order: ledgerSizes.map(String) }),
    table: ledgerTable,
  },
]
