import { readFileSync } from 'node:fs'
import { type Effective, settingKeys, settingOf, shown } from '../config/config.ts'
import type { Core } from '../core/core.ts'
import type { Pbx } from '../core/pbx/pbx.ts'
import type { Replayer } from '../core/request-log/replay-request.ts'
import type { Dialect } from '../dialects/dialect.ts'
import { dialects } from '../dialects/dialects.ts'
import type { ImportReading, ProgramKind, ServerFacts } from '../web/facts.ts'
import type { Probes } from './probes.ts'

interface PageParts {
  readonly pbx: Pick<Pbx, 'isConnected' | 'report' | 'calls'> | undefined
  readonly probes: Probes
  readonly replayer: Replayer
  readonly readImport: ImportReading
}

/** What the page knows of this server. */
export function pageFacts(
  core: Pick<Core, 'ids'>,
  { written, origins }: Effective,
  { pbx, probes, replayer, readImport }: PageParts,
): ServerFacts {
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
    version: string
  }
  return {
    version,
    settings: settingKeys.map((key) => ({
      key,
      value: String(shown(settingOf(key), written[key])),
      from: origins[key] ?? '',
    })),
    programs: dialects.map((dialect) => programOf(dialect, core)),
    webhooks: dialects.flatMap(({ name, title, webhooks }) =>
      webhooks ? [{ dialect: name, title, ...webhooks }] : [],
    ),
    pbx,
    health: () => probes.health(),
    replayer,
    readImport,
  }
}

function programOf({ name, title, keyForm, permissionsOf }: Dialect, { ids }: Pick<Core, 'ids'>): ProgramKind {
  const allow = keyForm.flags.find(({ many }) => many)
  return {
    name,
    title,
    words: allow?.known ?? [],
    makeKey: (words, account) => keyForm.issue(allow ? { [allow.name]: words } : {}, ids, account),
    permissionsOf,
    curl: keyForm.curl,
  }
}
