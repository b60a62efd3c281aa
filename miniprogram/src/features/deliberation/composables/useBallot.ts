/** One ballot per home: which home, which option, and the answer of the server for each. */
import { computed, ref } from 'vue'
import { ApiError } from '@/api/http'
import { sayWhen } from '@/composables/useTime'
import { useSubject } from '@/composables/useSubject'
import { useTask } from '@/composables/useTask'
import { useSession } from '@/session'
import { castBallot, readPoll } from '../api'
import type { PollPage, Receipt, VotingHome } from '../types'

/** The page once the server has the ballot. */
export function withBallot(page: PollPage, receipt: Receipt): PollPage {
  const before = page.mine.homes.find(home => home.home_id === receipt.home_id)
  const ballot = { option_id: receipt.option_id, cast_at: receipt.cast_at, by: '您', mine: true }
  return {
    poll: { ...page.poll, taken_part: page.poll.taken_part + (before?.ballot ? 0 : 1) },
    mine: { ...page.mine, homes: page.mine.homes.map(home => home.home_id === receipt.home_id ? { ...home, ballot } : home) },
  }
}

export function useBallot(id: () => string) {
  const session = useSession()
  const read = useSubject(() => readPoll(session.base, id()))
  const homeId = ref('')
  const optionId = ref('')
  /** Receipts handed out on this screen; the server tells them again after the close. */
  const receipts = ref<Record<string, string>>({})

  const poll = computed(() => read.subject.value?.poll)
  const homes = computed(() => read.subject.value?.mine.homes ?? [])
  /** The home on screen: the one picked, or the first that has not voted yet. */
  const home = computed<VotingHome | undefined>(() => homes.value.find(one => one.home_id === homeId.value)
    ?? homes.value.find(one => !one.ballot) ?? homes.value.find(one => one.ballot?.mine) ?? homes.value[0])
  const labelOf = (option: string | null) => poll.value?.options.find(one => one.id === option)?.label ?? ''
  const standing = computed(() => {
    const ballot = home.value?.ballot
    if (!ballot) return ''
    return `这户已由${ballot.mine ? '您' : ballot.by}在${sayWhen(ballot.cast_at)} 投过票`
  })
  const open = computed(() => poll.value?.state === 'open')
  const may = computed(() => open.value && home.value?.may_vote === true)
  const whyNot = computed(() => home.value?.why_not ?? read.subject.value?.mine.why_not ?? '')
  const receipt = computed(() => receipts.value[home.value?.home_id ?? ''] ?? '')

  function pickHome(next: string): void {
    homeId.value = next
    optionId.value = ''
  }

  const casting = useTask(async () => {
    const at = home.value
    if (!at || !optionId.value) return
    try {
      const receipt = await castBallot(session.base, id(), at.home_id, optionId.value)
      homeId.value = at.home_id
      receipts.value = { ...receipts.value, [at.home_id]: receipt.receipt }
      read.subject.value = withBallot(read.subject.value!, receipt)
      optionId.value = ''
    }
    catch (error) {
      if (error instanceof ApiError && error.conflict) await read.refresh()
      throw error
    }
  })

  return { ...read, poll, homes, home, optionId, labelOf, standing, isOpen: open, may, whyNot, receipt, pickHome, casting }
}
