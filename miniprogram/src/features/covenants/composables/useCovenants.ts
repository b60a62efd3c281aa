/** The covenants of a community: few, so all at once. */
import { computed } from 'vue'
import { useSubject } from '@/composables/useSubject'
import { readCovenants } from '../api'

export function useCovenants() {
  const read = useSubject(() => readCovenants(read.session.base))
  const items = computed(() => read.subject.value?.items ?? [])
  const bare = computed(() => read.state.value === 'ready' && !items.value.length)
  return { ...read, items, bare }
}
