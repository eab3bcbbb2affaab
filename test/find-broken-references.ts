import { posix } from 'node:path'

/** The files that a reference may name: paths from the root with slashes, and the text of each that has headings. */
export interface Repository {
  readonly files: ReadonlySet<string>
  readonly text: (file: string) => string
}

/** Words that lead out of the repository: to the notes and samples that the project began with. */
const refused: readonly (readonly [RegExp, string])[] = [
  [/\bseeds? \d{3}\b/gi, 'name the call of the vendor'],
  [/\bseed-\d{3}\b/gi, 'name the call of the vendor'],
  [/(?<![\w/-]|\]\()wire\/\w[\w.-]*/g, 'name docs/wire/…'],
  [/(?<![\w/-])design\/\w[\w.-]*/g, 'it is not in the repository'],
  [/\/work\/\w[\w./-]*/g, 'it is not in the repository'],
]

/** A path as people write it: with `*`, `<vendor>` or `NNNN` for any name, and `{a,b}` for several. */
const pathLike = /(?<![\w/.:@~$…*>}-])(?:[\w.*<>-]+\/)+[\w.*<>-]*|(?<![\w/.:@~$…*>}-])[\w.*<>-]+\.(?:ts|md|sql|mjs)\b/g

/** Endings of files that are meant to be in the repository, where a path does not begin at the root. */
const ownEnding = /\.(ts|md|sql|mjs)$/

/** Names that stand for any file of their kind. */
const placeholders: ReadonlySet<string> = new Set(['verb-noun.ts', '.ts'])

/** Finds the references in a file that lead nowhere. Returns a sentence for each. */
export function findBrokenReferences(file: string, text: string, repository: Repository): string[] {
  const wrong = [...refusedWords(text), ...brokenSections(file, text, repository)]
  if (file.endsWith('.json')) return unique(wrong)
  const prose = file.endsWith('.md') ? text : commentsOf(file, text)
  wrong.push(...brokenPaths(prose, repository), ...brokenDecisions(prose, repository))
  wrong.push(...brokenDocuments(text, repository))
  if (file.endsWith('.md')) wrong.push(...brokenLinks(file, text, repository))
  return unique(wrong)
}

function refusedWords(text: string): string[] {
  return refused.flatMap(([words, remedy]) => [...text.matchAll(words)].map(([found]) => `${found}: ${remedy}`))
}

/** Finds sections without a heading: of `docs/wire/x.md §1 and §4.2`, and within docs/wire/ of a bare `§4.2`. */
function brokenSections(file: string, text: string, repository: Repository): string[] {
  const named = [...text.matchAll(/(docs\/[\w/-]+\.md)`?((?:(?:,| and|,? or)?[\s*]+§[\d.]*\d)+)/g)]
  const own = file.startsWith('docs/wire/') ? [...text.matchAll(/()((?<!\.md`? )§[\d.]*\d)/g)] : []
  return [...named, ...own].flatMap(([, document = '', sections = '']) => {
    const target = document || file
    if (!repository.files.has(target)) return [`${target}: there is no such file`]
    const titles = headingsOf(document ? repository.text(target) : text)
    return [...sections.matchAll(/§([\d.]*\d)/g)]
      .filter(([, number]) => !titles.some((title) => title.startsWith(`${number} `)))
      .map(([section]) => `${target} ${section}: there is no such heading`)
  })
}

/**
 * Finds paths without a file. Addresses and links are left out, and `DIR/role.sql`, which is a file of the reader's.
 */
function brokenPaths(prose: string, repository: Repository): string[] {
  const elsewhere = /\bhttps?:\/\/[^\s)>`]+|\]\([^)\s]+\)|\b[A-Z]+\/[\w./-]+/g
  return [...prose.replaceAll(elsewhere, '').matchAll(pathLike)]
    .map(([path]) => path.replace(/\.$/, ''))
    .filter((path) => !placeholders.has(path) && isOfTheRepository(path, repository) && !exists(path, repository))
    .map((path) => `${path}: there is no such file`)
}

/** Whether a path is meant to be in the repository: it begins at a folder of the root, or ends like a file of ours. */
function isOfTheRepository(path: string, { files }: Repository): boolean {
  const [first = ''] = path.split('/')
  const isFromRoot = path.includes('/') && [...files].some((file) => file.startsWith(`${first}/`))
  return isFromRoot || ownEnding.test(path)
}

/** Whether there is such a folder, such a file, or a file whose path ends so: `group/update-group.ts`. */
function exists(path: string, { files }: Repository): boolean {
  const pattern = path
    .replace(/^\.\//, '')
    .replaceAll(/[.+]/g, '\\$&')
    .replaceAll(/\*\*\/|\*\*/g, '.*')
    .replaceAll(/(?<!\.)\*|<[\w-]+>|N{3,}(-name)?/g, '[^/]*')
  const wanted = new RegExp(path.endsWith('/') ? `(^|/)${pattern}` : `(^|/)${pattern}($|/)`)
  return [...files].some((file) => wanted.test(file))
}

function brokenDecisions(prose: string, { files }: Repository): string[] {
  return [...prose.matchAll(/\bdecisions?\s+((?:\d{3}(?:, | and )?)+)/gi)].flatMap(([, numbers = '']) =>
    [...numbers.matchAll(/\d{3}/g)]
      .filter(([number]) => ![...files].some((file) => file.startsWith(`docs/decisions/${number}-`)))
      .map(([number]) => `decision ${number}: there is no docs/decisions/${number}-*.md`),
  )
}

/** Finds documents that are not there, and that a program or a test names in a text of its own, as in a message. */
function brokenDocuments(text: string, repository: Repository): string[] {
  return [...text.matchAll(/(?<![\w/])docs\/[\w/-]+\.md(#[\w-]+)?/g)].flatMap(([reference]) =>
    brokenTarget(reference, reference, 'README.md', repository),
  )
}

function brokenLinks(file: string, text: string, repository: Repository): string[] {
  return [...withoutCode(text).matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = '']) => target)
    .filter((target) => !/^[a-z]+:/.test(target))
    .flatMap((target) => brokenTarget(target, target, file, repository))
}

function brokenTarget(reference: string, target: string, from: string, repository: Repository): string[] {
  const [path = '', anchor] = target.split('#')
  const found = path === '' ? from : posix.normalize(posix.join(posix.dirname(from), path))
  const isFolder = [...repository.files].some((file) => file.startsWith(found.endsWith('/') ? found : `${found}/`))
  if (!repository.files.has(found) && !isFolder) return [`${reference}: there is no such file`]
  if (anchor === undefined) return []
  const anchors = headingsOf(repository.text(found)).map(anchorOf)
  return anchors.includes(anchor) ? [] : [`${reference}: there is no such heading`]
}

function headingsOf(markdown: string): string[] {
  return [...withoutFences(markdown).matchAll(/^#+ (.+)$/gm)].map(([, title = '']) => title.trim())
}

/** The anchor of a heading, as GitHub makes it. */
function anchorOf(title: string): string {
  const letters = title.toLowerCase().replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
  return letters.replaceAll(/\s/g, '-')
}

function withoutFences(markdown: string): string {
  return markdown.replaceAll(/^```[\s\S]*?^```/gm, '')
}

function withoutCode(markdown: string): string {
  return withoutFences(markdown).replaceAll(/`[^`\n]*`/g, '')
}

/** The comments of a program, by the ending of its file. */
function commentsOf(file: string, text: string): string {
  const comment = /\.sql$/.test(file)
    ? /--.*$/gm
    : /\.(sh|conf)$/.test(file)
      ? /(?:^|\s)[#;].*$/gm
      : /(?:^|\s)\/\*[\s\S]*?\*\/|(?:^|\s)\/\/.*$/gm
  return [...text.matchAll(comment)].map(([found]) => found).join('\n')
}

function unique(sentences: readonly string[]): string[] {
  return [...new Set(sentences)]
}
