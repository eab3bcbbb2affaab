import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { FastifyInstance } from 'fastify'
import type { AssetPaths } from './layout.ts'

const files = [
  ['page.css', 'text/css; charset=utf-8'],
  ['page.js', 'text/javascript; charset=utf-8'],
] as const

/** Serves the files of the page under names that change with their content, so that browsers keep them. */
export function serveAssets(app: FastifyInstance): AssetPaths {
  const [style = '', script = ''] = files.map(([file, type]) => {
    const content = readFileSync(new URL(`assets/${file}`, import.meta.url))
    const mark = createHash('sha256').update(content).digest('hex').slice(0, 12)
    const path = `/book/assets/${mark}/${file}`
    app.get(path, async (_request, reply) => {
      reply.header('Cache-Control', 'public, max-age=31536000, immutable').type(type)
      return content
    })
    return path
  })
  return { style, script }
}
