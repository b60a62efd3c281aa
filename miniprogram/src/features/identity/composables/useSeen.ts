/** What was looked at of the reader, in all his communities, the latest first. */
import { useMemberList } from '@/composables/useMemberList'
import { readSeen } from '../api'
import type { Seen } from '../types'

/** Also for who was looked at as an applicant and lives nowhere yet. */
export const useSeen = () => useMemberList<Seen>((_, cursor) => readSeen(cursor), () => 'seen', true)
