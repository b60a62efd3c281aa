/** What waits at the gates for the reader; the server puts the clock that runs out first on top. */
import { computed, shallowRef } from 'vue'
import { useMember } from '@/composables/useMember'
import { type ListState, usePage } from '@/composables/usePage'
import { useSession } from '@/session'
import { readInbox } from '../api'
import { type Unsigned, readUnsigned } from '../gates'
import type { GateItem } from '../types'

export function useInbox() {
  const session = useSession()
  /** A member of the committee signs second and holds no gate: for him this list is empty. */
  const waiting = usePage<GateItem>(
    async cursor => session.can('topic:gate') ? readInbox(session.base, cursor) : { items: [], next: null },
    () => `inbox ${session.base}`,
  )
  const unsigned = shallowRef<Unsigned[]>([])
  const member = useMember(async () => {
    const [second] = await Promise.all([
      session.can('topic:countersign') ? readUnsigned(session.base) : { items: [] },
      waiting.refresh(),
    ])
    unsigned.value = second.items
  })

  /** Nothing waiting is good news, said on the page itself. */
  const state = computed<ListState>(() => {
    if (member.state.value !== 'ready') return member.state.value
    return waiting.state === 'empty' ? 'ready' : waiting.state
  })
  const failure = computed(() => member.failure.value || waiting.failure)
  return { waiting, unsigned, state, failure, open: member.open }
}
