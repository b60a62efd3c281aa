/** Words on projects and results that the content check was not sure of: let through, or not, with a reason. */
import { computed, ref } from 'vue'
import type { Act } from '@/composables/useActs'
import { useSubject } from '@/composables/useSubject'
import { useTask } from '@/composables/useTask'
import { useSession } from '@/session'
import { judgeWords, readHeld } from '../api'
import type { HeldWords } from '../types'
import { RATINGS } from '../words'

export interface HeldRow { path: string, kind: string, text: string, why: string }

const reason = { label: '理由', hint: '作者看得到', least: 4, most: 120 }
export const ACTS: Record<string, Act> = {
  release: { name: '放行', act: '放行', consequence: '大家都能看到这段文字。', reason },
  refuse: { name: '不予发布', act: '不予发布', tone: 'danger', consequence: '只有作者自己看得到，评价照样计入。', reason },
}

export function useHeld() {
  const session = useSession()
  const page = useSubject<HeldWords>(() => readHeld(session.base))
  const rows = computed<HeldRow[]>(() => [
    ...page.subject.value?.notes.map(one => ({ path: `projects/${one.project_id}/notes/${one.id}`, kind: '项目留言', text: one.text, why: one.reason })) ?? [],
    ...page.subject.value?.evaluations.map(one => ({
      path: `topics/${one.topic_id}/evaluation/${one.home_id}`, text: one.text, why: one.reason,
      kind: `评价：${RATINGS.find(rating => rating.rating === one.rating)?.name ?? ''}`,
    })) ?? [],
  ])

  const asking = ref<{ path: string, verb: string }>()
  const act = computed(() => asking.value && ACTS[asking.value.verb])
  const sending = useTask(async (words: string) => {
    const { path, verb } = asking.value!
    await judgeWords(session.base, path, { verb, reason: words })
    asking.value = undefined
    await page.refresh()
  })
  return { ...page, rows, asking, act, sending }
}
