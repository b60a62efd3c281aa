/** A page that is one list, for members: who is reading, then the list. */
import { computed } from 'vue'
import type { Page } from '@/api/http'
import { useMember } from './useMember'
import { type ListState, usePage } from './usePage'

type ReadList<T> = (base: string, cursor?: string) => Promise<Page<T>>

/**
 * `read` asks one page under the community's `base`; `key` names the list, with its filters, in this community.
 * `anybody`: also for who belongs to no community yet.
 */
export function useMemberList<T>(read: ReadList<T>, key: () => string, anybody = false) {
  const list = usePage<T>(cursor => read(session.base, cursor), () => `${key()} ${session.base}`)
  const member = useMember(list.refresh, anybody)
  const session = member.session

  const state = computed<ListState>(() => member.state.value === 'ready' ? list.state : member.state.value)
  const failure = computed(() => member.failure.value || list.failure)
  /** The reader belongs nowhere yet: another empty page than a list without lines. */
  const stranger = computed(() => member.state.value === 'empty')

  return { session, list, state, failure, stranger, open: member.open }
}
