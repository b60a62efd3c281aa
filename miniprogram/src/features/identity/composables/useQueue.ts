/** The queue of applications in one state, the longest waiting first. */
import { computed, ref, watch } from 'vue'
import { useMember } from '@/composables/useMember'
import { type ListState, usePage } from '@/composables/usePage'
import { readQueue } from '../api'
import type { Review } from '../types'

export function useQueue() {
  const which = ref('verified')
  const list = usePage<Review>(
    cursor => readQueue(session.base, which.value, cursor),
    () => `queue ${session.base} ${which.value}`,
  )
  const member = useMember(list.refresh)
  const session = member.session

  const state = computed<ListState>(() => member.state.value === 'ready' ? list.state : member.state.value)
  const failure = computed(() => member.failure.value || list.failure)

  watch(which, () => void list.restart())
  return { list, which, state, failure, open: member.open }
}
