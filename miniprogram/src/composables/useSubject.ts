/** One thing that a page shows, read again each time the page opens; what was read stays when the network goes. */
import { computed, ref, shallowRef } from 'vue'
import { ApiError } from '@/api/http'
import { useMember } from './useMember'
import type { ListState } from './usePage'

/** `anybody`: also for who belongs to no community yet. */
export function useSubject<T>(read: () => Promise<T>, anybody = false) {
  const subject = shallowRef<T>()
  const stale = ref('')

  async function refresh(): Promise<void> {
    try {
      subject.value = await read()
      stale.value = ''
    }
    catch (error) {
      if (!(error instanceof ApiError) || !subject.value || !error.offline) throw error
      stale.value = '网络不通，以下是之前读到的内容'
    }
  }

  const { session, state: member, failure, open } = useMember(refresh, anybody)
  const state = computed<ListState>(() => member.value === 'ready' && !subject.value ? 'loading' : member.value)
  return { session, subject, state, failure, stale, open, refresh }
}
