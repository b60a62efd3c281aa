/** The queue of applications in one state, the longest waiting first. */
import { ref, watch } from 'vue'
import { useMemberList } from '@/composables/useMemberList'
import { readQueue } from '../api'
import type { Review } from '../types'

export function useQueue() {
  const which = ref('verified')
  const queue = useMemberList<Review>((base, cursor) => readQueue(base, which.value, cursor), () => `queue ${which.value}`)

  watch(which, () => void queue.list.restart())
  return { ...queue, which }
}
