import { DatabaseSync } from 'node:sqlite'
import { parentPort, workerData } from 'node:worker_threads'
import type { SearchAnswer, SearchMessage } from './search-job.ts'
import { sessionOn } from './session.ts'
import { addTextFunctions } from './text-functions.ts'

// A thread of `search-threads.ts`: reads the file that it is given, one statement after another.
const database = new DatabaseSync(workerData as string, { readOnly: true, timeout: 5000 })
database.exec('pragma cache_size = -16000; pragma temp_store = memory; pragma cell_size_check = on')
addTextFunctions(database)
const session = sessionOn(database)

parentPort?.on('message', (message: SearchMessage) => {
  if (message === 'end') {
    if (database.isTransaction) database.exec('commit')
    return
  }
  answer(message).then((found) => parentPort?.postMessage(found))
})

async function answer({ sql, parameters }: Exclude<SearchMessage, 'end'>): Promise<SearchAnswer> {
  try {
    if (!database.isTransaction) database.exec('begin')
    return { rows: await session.all(sql, parameters) }
  } catch (error) {
    const { message, errcode } = error as Error & { errcode?: number }
    return { message, ...(errcode !== undefined && { errcode }) }
  }
}
