import type { Block } from '../../../core/block/block.ts'
import { findBlocks } from '../../../core/block/find-blocks.ts'
import { findWaiting } from '../../../core/effect/find-waiting.ts'
import { findNetworks } from '../../../core/network/find-networks.ts'
import type { PbxReport } from '../../../core/pbx/pbx.ts'
import { hidden } from '../../form.ts'
import { type Html, html } from '../../html.ts'
import { mark, name, pairs, postForm, sheet } from '../../parts.ts'
import type { Route, View } from '../../view.ts'
import { accountsPart } from './accounts.ts'
import { ownerOf } from './owner.ts'
import { peoplePart } from './people.ts'

/** The server: its health, accounts and people, the PBX, blocks, and the settings that hold. Only owners see it. */
export const serverPage: Route = {
  method: 'GET',
  path: '/server',
  async answer(view) {
    const { core, facts, t } = view
    const owner = ownerOf(view)
    const blocks = await findBlocks(core, owner)
    const networks = await findNetworks(core, owner)
    const settings = facts.settings.map(
      ({ key, value, from }) =>
        html`<tr><td><bdi dir="ltr">${key}</bdi></td><td class="text"><bdi dir="ltr">${value}</bdi></td><td>${from === 'default' ? html`<span class="faint">${t('server.default')}</span>` : html`<bdi dir="ltr">${from}</bdi>`}</td></tr>`,
    )
    return {
      title: t('nav.server'),
      nav: 'nav.server',
      content: html`${await health(view)}${await accountsPart(view)}${await peoplePart(view)}
<h2>${t('server.networks')}</h2><p>${networks.length === 0 ? t('server.everybody') : html`<bdi dir="ltr">${networks.join(', ')}</bdi>`}</p>
<h2>${t('server.blocks')}</h2>${
        blocks.length === 0
          ? html`<p>${t('server.noBlocks')}</p>`
          : sheet(
              t('server.blocks'),
              [t('me.address'), t('programs.api'), t('server.until'), ''],
              blocks.map((each) => blockRow(view, each)),
            )
      }
<h2>${t('server.settings')}</h2><details><summary>${t('server.show')}</summary>${sheet(t('server.settings'), [t('server.setting'), t('server.value'), t('server.from')], settings)}</details>`,
    }
  },
}

async function health(view: View): Promise<Html> {
  const { core, facts, t, texts } = view
  const owner = ownerOf(view)
  const waiting = Object.values(await findWaiting(core, owner)).reduce((sum, { count }) => sum + count, 0)
  const isWell = await facts.health().then(
    () => true,
    () => false,
  )
  const reason = core.store.readOnly()
  const report = await reportOf(view)
  const pbx =
    report === undefined
      ? mark(t('server.pbxOff'), 'calm')
      : report === null
        ? mark(t('server.pbxAway'), 'bad')
        : html`${mark(t('server.pbxOn'), 'good')} <bdi dir="ltr">Asterisk ${report.version}</bdi>`
  return html`<h2>${t('server.health')}</h2>${pairs([
    [t('server.book'), isWell ? mark(t('server.well'), 'good') : mark(t('server.ill'), 'bad')],
    [t('server.readOnly'), reason !== null && html`<bdi dir="ltr" lang="en">${reason}</bdi>`],
    [t('server.pbx'), pbx],
    [t('server.registered'), report ? texts.number(report.registered.length) : ''],
    [t('server.busy'), report ? texts.number(report.busy.length) : ''],
    [t('server.waiting'), texts.number(waiting)],
    [t('server.version'), html`<bdi dir="ltr">${facts.version}</bdi>`],
  ])}`
}

/** The report of the PBX; `null` where it does not answer, undefined where there is none. */
async function reportOf({ facts }: View): Promise<PbxReport | null | undefined> {
  if (!facts.pbx) return undefined
  if (!facts.pbx.isConnected()) return null
  return facts.pbx.report().catch(() => null)
}

function blockRow(view: View, { address, dialect, until }: Block): Html {
  const { t } = view
  const label = t('server.liftOf', { address })
  const content = html`${hidden('address', address)}<button class="quiet" aria-label="${label}">${t('server.lift')}</button>`
  return html`<tr><td><bdi dir="ltr">${address}</bdi></td><td>${name(dialect)}</td><td class="when">${view.moment(until)}</td><td class="end">${postForm(view, '/book/server/blocks/lift', content)}</td></tr>`
}
