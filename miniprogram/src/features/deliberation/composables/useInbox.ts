/** What waits at the gates for the reader; the server puts the clock that runs out first on top. */
import { computed } from 'vue'
import { useMember } from '@/composables/useMember'
import { type ListState, usePage } from '@/composables/usePage'
import { useSession } from '@/session'
import { readInbox } from '../api'
import type { GateItem } from '../types'

export function useInbox() {
  const session = useSession()
  const waiting = usePage<GateItem>(cursor => readInbox(session.base, cursor), () => `inbox ${session.base}`)
  const member = useMember(waiting.refresh)

  /** Nothing waiting is good news, said on the page itself. */
  const state = computed<ListState>(() => {
    if (member.state.value !== 'ready') return member.state.value
    return waiting.state === 'empty' ? 'ready' : waiting.state
  })
  const failure = computed(() => member.failure.value || waiting.failure)
  return { waiting, state, failure, open: member.open }
}
