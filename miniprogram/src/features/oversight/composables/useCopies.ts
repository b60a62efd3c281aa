/** The copies of the ledgers' heads, of every community below the reader's office. */
import { useMemberList } from '@/composables/useMemberList'
import { type LedgerCopy, readCopies } from '../api'

export const useCopies = () => useMemberList<LedgerCopy>((_, cursor) => readCopies(cursor), () => 'copies')
