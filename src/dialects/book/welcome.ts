import type { Caller } from '../../core/caller.ts'
import type { Core } from '../../core/core.ts'
import type { Sample } from '../dialect.ts'
import type { IssuedKey } from '../key-form.ts'
import { base } from './operation.ts'

/** Returns two calls: whose key it is, and the preview of an import. Neither needs a thing that is there before. */
export async function welcome(_core: Core, _caller: Caller, key: IssuedKey, url: string): Promise<readonly Sample[]> {
  const header = `  --header '${key.show.header}'`
  return [
    { title: 'show whose key it is', command: [`curl --location '${url}${base}/me'`, header].join(' \\\n') },
    {
      title: 'preview an import; POST …/imports/ID/confirm does it',
      command: [
        "printf 'phone,name\\n+49 170 1234567,Ada\\nnobody,Bob\\n'" +
          ` | curl --location --request POST '${url}${base}/imports?group=first_import&create=true'`,
        header,
        "  --header 'Content-Type: text/csv'",
        '  --data-binary @-',
      ].join(' \\\n'),
    },
  ]
}
