/** One application before the committee: what is known, which home it is, and the decision. */
import { computed, ref, shallowRef } from 'vue'
import { useActs } from '@/composables/useActs'
import { confirm } from '@/composables/useConfirm'
import { useSteps } from '@/composables/useSteps'
import { useSubject } from '@/composables/useSubject'
import { useTask } from '@/composables/useTask'
import { applicationPath, readHomeMembers, readHomes, readReview } from '../api'
import type { Home, HomeMember, Review, RollHome } from '../types'
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

  let building = ''
  const further = ref<string | null>(null)
  const looking = useTask(async (called: string, after?: string) => {
    const page = await readHomes(session.base, estateId.value, called, after)
    building = called
    homes.value = after ? [...homes.value, ...page.items] : page.items
    further.value = page.next
  })
  const lookOn = () => looking.run(building, further.value ?? undefined)

  /** Who lives in the chosen home; undefined until it was read, which is not the same as nobody. */
  const theirs = shallowRef<HomeMember[]>()
  const members = computed(() => chosen.value ? theirs.value : review.value?.home_members ?? [])
  const asking = useTask(async (one: Home) => {
    const { items } = await readHomeMembers(session.base, one.id)
    if (chosen.value === one) theirs.value = items
  })

  function choose(one: Home): void {
    chosen.value = one
    theirs.value = undefined
    homes.value = []
    void asking.run(one)
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

  return { ...page, review, home, homes, further, looking, lookOn, members, asking, choose, acts, press, failed: steps.failure, busy: steps.busy }
}
