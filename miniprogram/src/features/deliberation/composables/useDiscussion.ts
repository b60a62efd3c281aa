/** What is handed in beside comments: support, proposed changes, objections, minutes, and the answers to them. */
import { computed, reactive, shallowRef } from 'vue'
import type { Ref } from 'vue'
import { ApiError } from '@/api/http'
import { confirm } from '@/composables/useConfirm'
import { usePhotos } from '@/composables/usePhotos'
import { useTask } from '@/composables/useTask'
import { useSession } from '@/session'
import {
  answerAmendment, answerObjection, recordMinutes, second, sendAmendment, sendObjection, takeSecondBack, withdrawObjection,
} from '../api'
import type { Amendment, Meeting, Objection, TopicPage } from '../types'

/** The sheet that lies open. */
export type Asked =
  | { kind: 'amend' }
  | { kind: 'answer_amendment', amendment: Amendment, accept: boolean }
  | { kind: 'object' }
  | { kind: 'answer_objection', objection: Objection }
  | { kind: 'minutes', meeting: Meeting }

const LEAST = 5
const LEAST_MINUTES = 10
const blank = () => ({ passage: '', proposal: '', reason: '', body: '', home: '', minutes: '', attendance: '' })

/** The page with one more of the reader's own words, which nobody else sees yet. */
const withAmendment = (page: TopicPage, one: Amendment): TopicPage =>
  ({ ...page, mine: { ...page.mine, pending_amendments: [...page.mine.pending_amendments, one] } })

function withObjection(page: TopicPage, one: Objection): TopicPage {
  const open = page.mine.objection
  const homes = open?.homes.filter(home => home.id !== one.home_id) ?? []
  const objection = open && homes.length ? { ...open, homes } : null
  const withdrawable = [...page.mine.withdrawable, one.home_id]
  return { ...page, mine: { ...page.mine, objection, withdrawable, pending_objections: [...page.mine.pending_objections, one] } }
}

export function useDiscussion(id: () => string, page: Ref<TopicPage | undefined>, reload: () => Promise<unknown>) {
  const session = useSession()
  const asked = shallowRef<Asked>()
  const given = reactive(blank())
  const photos = usePhotos(() => `${session.base}/uploads`)

  function ask(what: Asked): void {
    const kept = asked.value?.kind === what.kind ? {} : blank()
    Object.assign(given, kept, { home: page.value?.mine.objection?.homes[0]?.id ?? '' })
    asked.value = what
  }

  const enough = (text: string, least = LEAST) => text.trim().length >= least
  const ready = computed(() => {
    switch (asked.value?.kind) {
      case 'amend': return given.proposal.trim() !== '' && enough(given.reason)
      case 'answer_amendment': return enough(given.reason)
      case 'object': return given.home !== '' && enough(given.body)
      case 'answer_objection': return enough(given.body)
      case 'minutes': return enough(given.minutes, LEAST_MINUTES) && Number(given.attendance) > 0 && !photos.pending
      default: return false
    }
  })

  async function hand(what: Asked): Promise<void> {
    const [base, topic] = [session.base, id()]
    const now = page.value!
    switch (what.kind) {
      case 'amend': {
        const words = { passage: given.passage.trim(), proposal: given.proposal.trim(), reason: given.reason.trim() }
        page.value = withAmendment(now, await sendAmendment(base, topic, words))
        break
      }
      case 'answer_amendment':
        page.value = await answerAmendment(base, topic, what.amendment.id, { accept: what.accept, reason: given.reason.trim() })
        break
      case 'object':
        page.value = withObjection(now, await sendObjection(base, topic, { home_id: given.home, body: given.body.trim() }))
        break
      case 'answer_objection': {
        const { stage, round, home_id } = what.objection
        page.value = await answerObjection(base, topic, { stage, round, home_id, answer: given.body.trim() })
        break
      }
      case 'minutes':
        page.value = await recordMinutes(base, topic, what.meeting.id, {
          minutes: given.minutes.trim(), attendance: Number(given.attendance), photos: photos.ids,
        })
    }
  }

  /** Somebody was quicker, or the words it speaks of are gone: the page is read again, what was written stays. */
  const stale = async <T>(action: () => Promise<T>): Promise<T> => {
    try {
      return await action()
    }
    catch (error) {
      if (error instanceof ApiError && error.conflict) await reload()
      throw error
    }
  }

  const handing = useTask(async () => {
    const what = asked.value
    if (!what) return
    await stale(() => hand(what))
    Object.assign(given, blank())
    asked.value = undefined
  })

  const seconding = useTask(async (home: string, back = false) => {
    page.value = await stale(() => (back ? takeSecondBack : second)(session.base, id(), home))
  })

  /** For good: one home objects once in a notice. */
  const withdrawing = useTask(async (home: string) => {
    const consequence = '撤回后，您家的异议不再计入，这次公示期内不能再提。写过的内容留在记录里，不再公开。'
    if (await confirm({ title: '撤回您家的异议？', consequence, act: '撤回' })) page.value = await stale(() => withdrawObjection(session.base, id(), home))
  })

  const close = () => void (asked.value = undefined)
  return { asked, ask, close, given, photos, ready, handing, seconding, withdrawing }
}
