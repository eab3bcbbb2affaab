import { extname } from 'node:path'
import { Worker } from 'node:worker_threads'

/** The ending of every module: `.ts` in a checkout, `.js` in the package. */
const ending = extname(import.meta.url)

/**
 * The damage that SQLite finds in the pages and indexes of a database file, in words. It looks at all of them at a stretch, so
 * that it has a thread of its own: others are served meanwhile. `signal` ends the search, which has found nothing then.
 */
export async function checkPages(file: string, signal?: AbortSignal): Promise<readonly string[]> {
  const thread = new Worker(new URL(`./check-pages-thread${ending}`, import.meta.url), { workerData: file })
  try {
    return await new Promise((resolve, reject) => {
      thread.once('message', resolve).once('error', reject)
      thread.once('exit', () => reject(new Error('the thread that checks the pages ended')))
      if (signal?.aborted) resolve([])
      signal?.addEventListener('abort', () => resolve([]), { once: true })
    })
  } finally {
    await thread.terminate()
  }
}
