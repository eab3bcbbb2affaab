import type { WrittenSheet } from '../../core/import/record-file.ts'

/** Writes a JSON array with an object for each row, one a line. */
export async function* writeJson({ titles, rows }: WrittenSheet): AsyncGenerator<Buffer> {
  const keys = unique(titles).map((title) => JSON.stringify(title))
  let before = '[\n'
  for await (const batch of rows) {
    if (batch.length === 0) continue
    const objects = batch.map(
      (row) => `{${keys.map((key, index) => `${key}:${JSON.stringify(row[index] ?? '')}`).join(',')}}`,
    )
    yield Buffer.from(before + objects.join(',\n'))
    before = ',\n'
  }
  yield Buffer.from(before === '[\n' ? '[]\n' : '\n]\n')
}

/** Titles of which each is there once: an object would keep only the last of two. `City`, `City` → `City`, `City 2`. */
function unique(titles: readonly string[]): string[] {
  const used = new Set<string>()
  return titles.map((title) => {
    let name = title
    for (let count = 2; used.has(name); count++) name = `${title} ${count}`
    used.add(name)
    return name
  })
}
