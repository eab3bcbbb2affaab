import { Refusal } from '../../../core/errors.ts'
import { confirmPreview } from '../../../core/preview/confirm-preview.ts'
import { type AskedImport, previewFile } from '../../../core/preview/preview-file.ts'
import { removePreview } from '../../../core/preview/remove-preview.ts'
import type { SentFile } from '../../facts.ts'
import { atField, neededText, wordOf } from '../../form.ts'
import { withToast } from '../../toast.ts'
import type { Fields, Route, View } from '../../view.ts'
import { wholeIn } from '../../whole-in.ts'
import { importPage } from './import.ts'
import { importsPage, letters, modes } from './imports.ts'

/** Reads a file or pasted lines, and goes to the preview of their import. No group is changed. */
export const previewImportAction: Route = {
  method: 'POST',
  path: '/imports',
  formOn: importsPage,
  takesFile: true,
  async answer(view) {
    const { core, caller, facts, form } = view
    const wanted = wantedIn(form)
    const { accountId } = caller
    const { id } = await atFileOrLines(view, (sent) =>
      facts.readImport(sent, { accountId, isGone: view.isGone }, (read) =>
        previewFile(core, caller, { ...wanted, filename: sent.filename }, read),
      ),
    )
    return { goTo: `/book/imports/${id}` }
  },
}

/** Does an import as one change. Where the group has changed so that it would do something else, the new counts are shown. */
export const confirmImportAction: Route = {
  method: 'POST',
  path: '/imports/:id/confirm',
  formOn: importPage,
  async answer(view) {
    const { core, caller, form, parameters } = view
    const { id = '' } = parameters
    try {
      await confirmPreview(core, caller, id, wordOf(form, 'bad', ['refuse', 'skip']))
    } catch (error) {
      if (!(error instanceof Refusal) || error.code !== 'conflict') throw error
      const answer = await importPage.answer({ ...view, refusal: error })
      return 'content' in answer ? { ...answer, status: 409 } : answer
    }
    return { goTo: await withToast(view, `/book/imports/${id}`) }
  },
}

/** Forgets a preview. */
export const discardImportAction: Route = {
  method: 'POST',
  path: '/imports/:id/discard',
  async answer({ core, caller, parameters }) {
    await removePreview(core, caller, parameters.id ?? '')
    return { goTo: '/book/groups' }
  },
}

function wantedIn(form: Fields): AskedImport {
  const into = wholeIn(form.get('into'))
  const text = (name: string) => (form.get(name) ?? '').trim()
  const named = letters.filter((each) => text(each) !== '').map((each) => [each, text(each)] as const)
  return {
    group: into > 0 ? String(into) : neededText(form, 'group', 255),
    ...{ create: into === 0, mode: wordOf(form, 'mode', modes), filename: '' },
    ...(text('number') !== '' && { number: text('number') }),
    ...(text('sheet') !== '' && { sheet: text('sheet') }),
    ...(named.length > 0 && { columns: Object.fromEntries(named) }),
  }
}

/** Has the file read, or the lines where no file came: what is refused of them is told at the field that they are from. */
async function atFileOrLines<T>({ form, file }: View, read: (sent: SentFile) => Promise<T>): Promise<T> {
  if (file) return read(file)
  const bytes = new TextEncoder().encode(form.get('lines') ?? '')
  if (bytes.length === 0) throw new Refusal('missing_value', 'lines or a file must not be empty', 'lines')
  try {
    return await read({ filename: '', length: bytes.length, pieces: one(bytes) })
  } catch (error) {
    if (!(error instanceof Refusal) || error.field !== 'file') throw error
    return atField('lines', () => Promise.reject(error))
  }
}

async function* one(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}
