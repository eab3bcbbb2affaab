import { Refusal } from '../../../core/errors.ts'
import { getGroup } from '../../../core/group/get-group.ts'
import type { Group } from '../../../core/group/group.ts'
import { findRejects, getPreview } from '../../../core/preview/get-preview.ts'
import type { Preview, PreviewColumn } from '../../../core/preview/preview.ts'
import { lineProblem } from '../../explain-line.ts'
import { hidden } from '../../form.ts'
import { type Html, html, type Shown } from '../../html.ts'
import { name, nextLink, ofFigures, postForm, sheet } from '../../parts.ts'
import { sentForm } from '../../sent-form.ts'
import type { Answer, Route, View } from '../../view.ts'
import { wholeIn } from '../../whole-in.ts'
import { letters } from './imports.ts'

/** Lines that are shown at once. */
const pageSize = 50

/** Cells of a column that are shown. */
const shownSamples = 3

/** The preview of an import: what it would do, and why lines are not taken; once it is confirmed, what it has done. */
export const importPage: Route = { method: 'GET', path: '/imports/:id', answer: showImport }

async function showImport(view: View): Promise<Answer> {
  const { core, caller, t } = view
  const preview = await getPreview(core, caller, view.parameters.id ?? '')
  const { filename, outcome } = preview
  const group = await groupOf(view, preview)
  return {
    title: filename === '' ? t('imports.pasted') : t('imports.of', { filename }),
    nav: 'nav.groups',
    content: html`<p>${target(view, preview, group)}</p>${outcome ? report(view, preview) : html`<p>${t('imports.waits')}</p>`}
${counts(view, preview)}
${!outcome && decide(view, preview)}
<h2>${t('imports.found')}</h2>${columns(view, preview, group)}
${!outcome && html`<p>${again(view, preview, group)}</p>`}
${preview.counts.rejected > 0 && html`<h2>${t('imports.rejected')}</h2>${await rejects(view, preview)}`}`,
  }
}

/** The group; undefined for one that is not made yet, and for one that is gone. */
async function groupOf({ core, caller }: View, { target, outcome }: Preview): Promise<Group | undefined> {
  const id = outcome?.groupId ?? ('groupId' in target ? target.groupId : undefined)
  if (id === undefined) return undefined
  try {
    return await getGroup(core, caller, { id })
  } catch (error) {
    if (error instanceof Refusal && error.code === 'not_found') return undefined
    throw error
  }
}

function target({ t }: View, { target, mode, outcome }: Preview, group: Group | undefined): Html {
  const where = group
    ? html`${t('imports.into')} <a href="/book/groups/${group.id}">${name(group.name)}</a> (${t('group.count', { count: group.count })})`
    : 'newName' in target && !outcome
      ? html`${t('imports.intoNew')} ${name(target.newName)}`
      : t('imports.groupGone')
  return html`${where} · ${t(`imports.mode.${mode}`)}`
}

function report({ t, moment }: View, { outcome }: Preview): Shown {
  return outcome && html`<p>${t('imports.done')} ${moment(outcome.at)}</p>`
}

/** The figures that add up to the lines of the file, and the numbers that go. */
function counts({ t, texts }: View, preview: Preview): Html {
  const { lines, ...others } = preview.outcome?.counts ?? preview.counts
  const isRemoval = preview.mode === 'remove'
  const row = (label: string, count: number) =>
    html`<tr><th scope="row">${label}</th><td class="count">${texts.number(count)}</td></tr>`
  const kinds = (['added', 'updated', 'unchanged', 'repeated', 'rejected'] as const)
    .filter((kind) => others[kind] > 0)
    .map((kind) => {
      const taken = kind === 'updated' ? t('imports.count.takenOut') : t('imports.count.notThere')
      return row(
        isRemoval && (kind === 'updated' || kind === 'unchanged') ? taken : t(`imports.count.${kind}`),
        others[kind],
      )
    })
  const gone = preview.mode === 'sync' && others.removed > 0 && row(t('imports.count.removed'), others.removed)
  return html`<div class="sheet narrow"><table><tbody>${row(t('imports.count.lines'), lines)}${kinds}${gone}</tbody></table></div>`
}

/** The buttons that do the import, as far as it can be done, and that forget it. */
function decide(view: View, { id, mode, counts }: Preview): Html {
  const { t } = view
  const at = `/book/imports/${id}`
  const form = sentForm(view, 'confirm')
  const { lines, rejected } = counts
  const isLost = rejected > 0 && mode === 'sync'
  const rest = t('imports.skip', { count: lines - rejected })
  const content = html`${hidden('bad', rejected > 0 ? 'skip' : 'refuse')}<button>${rejected > 0 ? rest : t('imports.confirm')}</button>`
  const discard = html`<button class="quiet danger">${t('imports.discard')}</button>`
  return html`${rejected > 0 && html`<p class="wrong">${t(isLost ? 'imports.syncLoses' : 'imports.someRejected', { count: rejected })}</p>`}<div class="row spaced">${!isLost && form.send(`${at}/confirm`, content)}${postForm(view, `${at}/discard`, discard)}</div>`
}

function columns(view: View, preview: Preview, group: Group | undefined): Html {
  const { t } = view
  const rows = preview.columns.map(({ letter, title, becomes, samples }) => {
    const cells = samples.filter((each) => each.trim() !== '').slice(0, shownSamples)
    const shown = cells.map((each, index) => html`${index > 0 && html`<br>`}${name(each)}`)
    return html`<tr><td><bdi>${letter}</bdi>${title !== null && html` · ${name(title)}`}</td><td>${becomesText(view, becomes, title, group)}</td><td class="text faint">${shown}</td></tr>`
  })
  return sheet(t('imports.found'), [t('imports.column'), t('imports.becomes'), t('imports.samples')], rows)
}

function becomesText(
  { t }: View,
  becomes: PreviewColumn['becomes'],
  title: string | null,
  group: Group | undefined,
): Shown {
  if (becomes === null) return html`<span class="faint">${t('imports.left')}</span>`
  if (becomes === 'number') return t('group.number')
  if (becomes === 'callbackData') return t('imports.callback')
  const letter = becomes.toUpperCase()
  const known = group?.columns[becomes] ?? title
  return html`${t('group.column', { letter })}${known && html` · ${name(known)}`}`
}

/** The form once more, with the columns as they were understood: the file itself is not kept. */
function again({ t }: View, { target, mode, columns }: Preview, group: Group | undefined): Html {
  const letterOf = (part: PreviewColumn['becomes']) => columns.find(({ becomes }) => becomes === part)?.letter ?? ''
  const query = new URLSearchParams({
    ...(group ? { into: String(group.id) } : 'newName' in target ? { group: target.newName } : {}),
    ...{ mode, number: letterOf('number') },
    ...Object.fromEntries(letters.map((each) => [each, letterOf(each)]).filter(([, letter]) => letter !== '')),
  })
  return html`<a href="/book/imports?${query.toString()}">${t('imports.again')}</a>`
}

async function rejects(view: View, preview: Preview): Promise<Html> {
  const { core, caller, t, texts, query } = view
  const after = wholeIn(query.get('after'))
  const found = await findRejects(core, caller, preview, { after, limit: pageSize + 1 })
  const shown = found.slice(0, pageSize)
  const rows = shown.map(
    ({ line, column, value, reason }) =>
      html`<tr><td class="count">${texts.number(line)}</td><td>${name(column)}</td><td class="text">${name(value)}</td><td>${lineProblem(t, reason)}</td></tr>`,
  )
  const titles = [ofFigures(t('imports.line')), t('imports.column'), t('imports.value'), t('imports.reason')]
  const last = found.length > pageSize ? shown.at(-1) : undefined
  return html`${sheet(t('imports.rejected'), titles, rows)}${last && nextLink(view, `/book/imports/${preview.id}`, { after: String(last.line) })}`
}
