/** The covenants of a community: few, so all at once. */
import { computed } from 'vue'
import { useSubject } from '@/composables/useSubject'
import { useSession } from '@/session'
import { readCovenants } from '../api'

export function useCovenants() {
  const session = useSession()
  const read = useSubject(() => readCovenants(session.base))
  const items = computed(() => read.subject.value?.items ?? [])
  const bare = computed(() => read.state.value === 'ready' && !items.value.length)
  return { ...read, items, bare }
}
