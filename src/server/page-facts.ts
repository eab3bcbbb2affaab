import { readFileSync } from 'node:fs'
import { type Settings, settingKeys, settingOf, shown } from '../config/config.ts'
import type { Core } from '../core/core.ts'
import type { Pbx } from '../core/pbx/pbx.ts'
import type { Replayer } from '../core/request-log/replay-request.ts'
import type { Dialect } from '../dialects/dialect.ts'
import { dialects } from '../dialects/dialects.ts'
import type { ProgramKind, ServerFacts } from '../web/facts.ts'
import type { Probes } from './probes.ts'

/** Milliseconds for which a report of the PBX holds: it lists every phone, however many look at their list. */
const reportHolds = 2000

interface PageParts {
  readonly pbx: Pick<Pbx, 'isConnected' | 'report' | 'calls'> | undefined
  readonly probes: Probes
  readonly replayer: Replayer
}

/** Milliseconds for which the calls that go on hold: no longer than the time between two looks at a live part. */
const callsHold = 900

/** What the page knows of this server. */
export function pageFacts(
  core: Pick<Core, 'ids' | 'clock'>,
  settings: Settings,
  { pbx, probes, replayer }: PageParts,
): ServerFacts {
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
    version: string
  }
  return {
    version,
    settings: settingKeys.map((key) => [key, JSON.stringify(shown(settingOf(key), settings[key]))]),
    programs: dialects.map((dialect) => programOf(dialect, core)),
    webhooks: dialects.flatMap(({ name, title, webhooks }) =>
      webhooks ? [{ dialect: name, title, ...webhooks }] : [],
    ),
    pbx: pbx && {
      isConnected: () => pbx.isConnected(),
      report: keepFor(reportHolds, core.clock, () => pbx.report()),
      calls: keepFor(callsHold, core.clock, () => pbx.calls()),
    },
    health: () => probes.health(),
    replayer,
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

function keepFor<T>(ms: number, clock: Core['clock'], ask: () => Promise<T>): () => Promise<T> {
  let kept: { readonly at: number; readonly answer: Promise<T> } | undefined
  return () => {
    const now = clock.now()
    if (!kept || now - kept.at >= ms) kept = { at: now, answer: ask() }
    return kept.answer
  }
}
