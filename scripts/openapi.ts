// Writes openapi/, the description of each dialect, which the server serves and the package has. A test tells when it is old.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { dialects } from '../src/dialects/dialects.ts'

const folder = join(import.meta.dirname, '../openapi')
mkdirSync(folder, { recursive: true })
for (const { name, openapi } of dialects) {
  if (openapi) writeFileSync(join(folder, `${name}.json`), `${JSON.stringify(await openapi(), null, 1)}\n`)
}
