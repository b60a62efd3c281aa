/** What was looked at of the reader, in all his communities, the latest first. */
import { computed } from 'vue'
import { useMember } from '@/composables/useMember'
import { type ListState, usePage } from '@/composables/usePage'
import { readSeen } from '../api'
import type { Seen } from '../types'

export function useSeen() {
  const list = usePage<Seen>(readSeen, () => 'seen')
  // Also for who was looked at as an applicant and lives nowhere yet.
  const member = useMember(list.refresh, true)
  const state = computed<ListState>(() => member.state.value === 'ready' ? list.state : member.state.value)
  const failure = computed(() => member.failure.value || list.failure)
  return { list, state, failure, open: member.open }
}
