/** One thing on offer, and the caller's place in its queue. */
import { computed } from 'vue'
import { useActs } from '@/composables/useActs'
import { useSteps } from '@/composables/useSteps'
import { useSubject } from '@/composables/useSubject'
import { useSession } from '@/session'
import { itemPath, readItem } from '../api'
import type { ItemPage } from '../types'
import { wordsFor } from '../words'

export function useItem(id: () => string) {
  const session = useSession()
  const page = useSubject<ItemPage>(() => readItem(session.base, id()))
  const item = computed(() => page.subject.value?.item)
  const mine = computed(() => page.subject.value?.mine)
  const requests = computed(() => page.subject.value?.requests ?? [])

  const steps = useSteps<ItemPage>({
    path: () => itemPath(session.base, id()),
    changed: one => (page.subject.value = one),
    reload: page.refresh,
  })
  const acts = useActs(() => wordsFor(item.value), () => mine.value?.verbs ?? [], steps.take)

  /** Where the caller stands with it, in one sentence. */
  const standing = computed(() => {
    const place = mine.value?.place_in_queue
    if (place === null || place === undefined) return ''
    if (place > 0) return `您排在第 ${place} 位，轮到您时会发消息给您`
    if (item.value?.state === 'reserved') return '这件东西给您留着，请和主人约好时间'
    return item.value?.state === 'handed_over' ? '主人说已经交给您了，收到后请确认' : ''
  })

  return { ...page, item, mine, requests, acts, standing, failed: steps.failure, stepping: steps.busy }
}
