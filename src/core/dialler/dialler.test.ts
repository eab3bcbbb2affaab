import { buildBook } from '../../../test/builders.ts'
import { describeContactRules } from './contact-rules.contract.ts'
import { describeDialler } from './dialler.contract.ts'
import { describeWayOn } from './way-on.contract.ts'

describeDialler('SQLite', buildBook)
describeContactRules('SQLite', buildBook)
describeWayOn('SQLite', buildBook)
