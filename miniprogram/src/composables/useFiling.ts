/** How a post or topic was filed for its author, and his answer. Only he, his helper and the staff read it. */
import { computed, shallowRef, watch } from 'vue'
import { request } from '@/api/http'
import type { Schema } from '@/api/types'
import { useSession } from '@/session'
import { type Act, useActs } from './useActs'
import { useTask } from './useTask'

export type Filed = Schema<'FiledOut'>
export type Filing = Schema<'FilingOut'>
export type FilingKind = 'post' | 'topic'

export const FILING_ACTS: Record<string, Act> = {
  confirm: { name: '是我的意思，确认', act: '确认', consequence: '确认后，邻居会看到「本人已确认」。以后想收回，可以像自己写的一样撤回。' },
  disown: {
    name: '不是我的意思', tone: 'danger', act: '这不是我的意思',
    consequence: '邻居不再看到这条内容（议题已经开始协商的，会注明您表示不是自己的意思）。代办人会收到您的话，这次操作留有记录，不能恢复。',
    reason: { label: '想说明的话', placeholder: '例如：我没有说过这件事', least: 0, most: 200 },
  },
}

export function useFiling(subject: () => { kind: FilingKind, id: string, filed: Filed, own?: boolean }, answered: () => Promise<unknown> | void) {
  const session = useSession()
  const filing = shallowRef<Filing>()
  /** A part of the page that may fail without a word: the line on the card stands without it. */
  const reading = useTask(async () => {
    filing.value = await request<Filing>('GET', `${session.base}/filings/${subject().filed.id}`)
  })
  /** Neighbours read the line on the card and no more. */
  const concerned = computed(() => subject().own || session.can('assistance:file') || session.can('post:moderate'))
  const answering = useTask(async (body: Record<string, unknown>) => {
    const { kind, id } = subject()
    await request('POST', `${session.base}/${kind}s/${id}/filing`, { body })
    await answered()
    await reading.run()
  })
  const acts = useActs(FILING_ACTS, () => filing.value?.verbs ?? [], (verb, fields) => answering.run({ ...fields, verb }))
  const mine = computed(() => (filing.value?.verbs.length ?? 0) > 0)

  watch(() => concerned.value && subject().filed.id, now => now && void reading.run(), { immediate: true })
  return { filing, mine, answering, acts }
}
