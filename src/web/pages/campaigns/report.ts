import { findTargetsAfter } from '../../../core/campaign/find-targets.ts'
import { getCampaign } from '../../../core/campaign/get-campaign.ts'
import { outcomes, type Target } from '../../../core/campaign/run.ts'
import { targetSheet } from '../../../core/export/target-sheet.ts'
import { choice, finder, hidden, input } from '../../form.ts'
import { type Html, html } from '../../html.ts'
import { nextLink, ofFigures, phone, sheet } from '../../parts.ts'
import { isTextKey } from '../../texts/texts.ts'
import type { Route, View } from '../../view.ts'
import { wholeIn } from '../../whole-in.ts'

const pageSize = 100

/** The targets that the address asks for: of a run, with an outcome, with a number. */
async function searchIn({ core, caller, parameters, query }: View) {
  const { id, name, repeat } = await getCampaign(core, caller, { id: wholeIn(parameters.id) })
  const run = wholeIn(query.get('run')) || repeat
  const outcome = outcomes.find((each) => each === query.get('outcome'))
  const number = (query.get('number') ?? '').trim()
  const search = { campaignId: id, repeat: run, ...(outcome && { outcome }), ...(number !== '' && { number }) }
  return { id, name, run, outcome, number, search }
}

/** The report as a file. */
export const campaignReportFile: Route = {
  method: 'GET',
  path: '/campaigns/:id/report.csv',
  async answer(view) {
    const { id, run, search } = await searchIn(view)
    const { core, caller } = view
    const bytes = core.files.write('csv', targetSheet(core, caller, search))
    return { file: `campaign-${id}-${run}.csv`, type: 'text/csv; charset=utf-8', bytes }
  },
}

/** What became of each number of a run that the dialler has come to. */
export const campaignReportPage: Route = {
  method: 'GET',
  path: '/campaigns/:id/report',
  async answer(view) {
    const { core, caller, t, query } = view
    const { id, name, run, outcome, number, search } = await searchIn(view)
    const page = { after: wholeIn(query.get('after')), limit: pageSize + 1 }
    const found = await findTargetsAfter(core, caller, search, page)
    const targets = found.slice(0, pageSize)
    const last = found.length > pageSize ? targets.at(-1) : undefined
    const ends = outcomes.map((each) => [each, t(`count.${each}`)] as const)
    const fields = html`${hidden('run', run)}${input(t('calls.party'), 'number', { type: 'search', value: number, code: true })}${choice(t('calls.end'), 'outcome', [['', t('page.any')], ...ends], outcome)}`
    const at = `/book/campaigns/${id}/report`
    const titles = [
      t('groups.numbers'),
      t('calls.end'),
      ofFigures(t('campaigns.tries')),
      t('campaigns.last'),
      t('calls.digits'),
    ]
    return {
      title: `${name} – ${t('campaigns.report')}`,
      nav: 'nav.campaigns',
      content: html`<p><a href="/book/campaigns/${id}">${t('campaigns.back')}</a></p>${finder(at, fields, t('groups.find'))}${
        targets.length === 0
          ? html`<p>${t('campaigns.noTargets')}</p>`
          : sheet(
              t('campaigns.report'),
              titles,
              targets.map((each) => row(view, each)),
            )
      }${targets.length > 0 && html`<p><a href="${at}.csv?${new URLSearchParams({ run: String(run), number, outcome: outcome ?? '' }).toString()}" download>${t('campaigns.csv')}</a></p>`}${last && nextLink(view, at, { run: String(run), number, outcome: outcome ?? '', after: String(last.id) })}`,
    }
  },
}

function row(view: View, target: Target): Html {
  return html`<tr><td>${phone(target.phone)}</td><td>${endOf(view, target)}</td><td class="count">${view.texts.number(target.tries.length)}</td><td class="when">${view.moment(target.lastAt)}</td><td>${target.digits && phone(target.digits)}</td></tr>`
}

function endOf({ t }: View, { outcome, skipped, state }: Target): string {
  const reason = `reason.${skipped}`
  if (skipped !== '') return `${t('count.skipped')}: ${isTextKey(reason) ? t(reason) : skipped}`
  return outcome === null || state !== 'done'
    ? t(`count.${state === 'calling' ? 'calling' : 'waiting'}`)
    : t(`count.${outcome}`)
}
