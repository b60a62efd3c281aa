/** One application before the committee: what is known, which home it is, and the decision. */
import { computed, shallowRef } from 'vue'
import { useActs } from '@/composables/useActs'
import { confirm } from '@/composables/useConfirm'
import { useSteps } from '@/composables/useSteps'
import { useSubject } from '@/composables/useSubject'
import { useTask } from '@/composables/useTask'
import { applicationPath, readHomes, readReview } from '../api'
import type { Home, Review, RollHome } from '../types'
import { REVIEW_ACTS } from '../words'

export function useReview(id: () => string) {
  const page = useSubject<Review>(() => readReview(id()))
  const session = page.session
  const review = page.subject
  const chosen = shallowRef<Home>()
  const homes = shallowRef<RollHome[]>([])

  /** The home found on the roll, unless the clerk chose another. */
  const home = computed(() => chosen.value ?? review.value?.home ?? null)
  const estateId = computed(() => session.place?.estates.find(one => one.name === review.value?.estate)?.id ?? '')

  const looking = useTask(async (building: string) => {
    homes.value = (await readHomes(session.base, estateId.value, building)).items
  })

  function choose(one: Home): void {
    chosen.value = one
    homes.value = []
  }

  const steps = useSteps<Review>({
    path: () => applicationPath(id()),
    changed: one => (review.value = one),
    reload: page.refresh,
  })
  const acts = useActs(REVIEW_ACTS, () => review.value?.verbs ?? [], (verb, fields) =>
    steps.take(verb, { ...fields, version: review.value?.version }))

  /** Approving makes somebody a neighbour of this very home: the question names both. */
  async function approve(): Promise<void> {
    if (!review.value || !home.value) return
    const consequence = `${review.value.name}将成为 ${home.value.label} 的${review.value.relation_name}，从此可以看到小区内容。同户的成员会收到通知。`
    if (await confirm({ title: '通过这份申请', consequence, act: '通过入住' }))
      await steps.take('approve', { home_id: home.value.id, version: review.value.version })
  }

  const press = (verb: string) => verb === 'approve' ? approve() : acts.press(verb)

  return { ...page, review, home, homes, looking, choose, acts, press, failed: steps.failure, busy: steps.busy }
}
