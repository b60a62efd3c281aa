/** One ballot per home: which home, which option, and the answer of the server for each. */
import { computed, ref } from 'vue'
import { ApiError } from '@/api/http'
import { sayWhen } from '@/composables/useTime'
import { useSubject } from '@/composables/useSubject'
import { useTask } from '@/composables/useTask'
import { useSession } from '@/session'
import { castBallot, readPoll } from '../api'
import type { PollPage, Receipt, VotingHome } from '../types'
import { useSecretBallot } from './useSecretBallot'

/** The page once the server has the ballot. */
export function withBallot(page: PollPage, receipt: Receipt): PollPage {
  const before = page.mine.homes.find(home => home.home_id === receipt.home_id)
  const secret = page.poll.mode === 'secret'
  const channel = before?.by_letter ? 'proxy' as const : 'phone' as const
  const ballot = { option_id: receipt.option_id, cast_at: receipt.cast_at, by: secret ? '' : '您', channel, mine: !secret }
  const more = before?.ballot ? 0 : 1
  const participation = { ...page.poll.participation, homes: page.poll.participation.homes + more }
  return {
    poll: { ...page.poll, taken_part: page.poll.taken_part + more, participation },
    mine: { ...page.mine, homes: page.mine.homes.map(home => home.home_id === receipt.home_id ? { ...home, ballot, may_vote: !secret } : home) },
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
    if (isSecret.value) return `这户在${sayWhen(ballot.cast_at)} 投过票`
    if (ballot.channel === 'paper') return `这户的纸质票已在${sayWhen(ballot.cast_at)} 录入`
    return `这户已由${ballot.mine ? '您' : ballot.by}在${sayWhen(ballot.cast_at)} 投过票`
  })
  const open = computed(() => poll.value?.state === 'open')
  /** Desk and 监督委员会: the server says so. */
  const seesPaper = computed(() => read.subject.value?.mine.may_see_paper === true)
  const may = computed(() => open.value && home.value?.may_vote === true)
  const whyNot = computed(() => home.value?.why_not ?? read.subject.value?.mine.why_not ?? '')
  const receipt = computed(() => receipts.value[home.value?.home_id ?? ''] ?? '')
  const isSecret = computed(() => poll.value?.mode === 'secret')
  const secret = useSecretBallot(id, () => home.value)
  /** A choice that went out stays as it is until it is answered. */
  const unanswered = computed(() => open.value && secret.waits(home.value?.home_id ?? ''))

  function pickHome(next: string): void {
    homeId.value = next
    optionId.value = ''
  }

  const send = (at: VotingHome) =>
    isSecret.value ? secret.cast(at, optionId.value) : castBallot(session.base, id(), at.home_id, optionId.value)

  const casting = useTask(async (other?: VotingHome) => {
    const at = other ?? home.value
    if (!at || !(optionId.value || secret.waits(at.home_id))) return
    try {
      const receipt = await send(at)
      homeId.value = at.home_id
      if (!isSecret.value) receipts.value = { ...receipts.value, [at.home_id]: receipt.receipt }
      read.subject.value = withBallot(read.subject.value!, receipt)
      optionId.value = ''
      // One vote of an owner is a vote of all his homes.
      if (poll.value?.base === 'owners') await read.refresh()
    }
    catch (error) {
      if (error instanceof ApiError && error.conflict) await read.refresh()
      throw error
    }
  })

  /** Reads the page; where the home has voted, the same ballot once more says whether it was this one. */
  async function enter(): Promise<void> {
    await read.open()
    secret.recall()
    if (!open.value) return
    for (const at of homes.value) if (at.ballot && secret.waits(at.home_id)) await casting.run(at)
  }

  return {
    ...read, open: enter, poll, homes, home, optionId, labelOf, standing, isOpen: open, isSecret, seesPaper, may, whyNot, receipt, secret, unanswered, pickHome, casting,
  }
}
