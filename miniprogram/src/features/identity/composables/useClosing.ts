/** 注销账号: what goes, what stays, what stands in the way; asking for it, and taking that back. */
import { computed, ref } from 'vue'
import { request } from '@/api/http'
import { useSubject } from '@/composables/useSubject'
import { useTask } from '@/composables/useTask'
import type { Closing } from '../types'

const PATH = '/me/closing'

export function useClosing() {
  const page = useSubject<Closing>(() => request('GET', PATH), true)
  const closing = page.subject
  /** The last question before it is asked for. */
  const asking = ref(false)
  const may = (verb: 'ask' | 'take_back') => computed(() => closing.value?.verbs.includes(verb) ?? false)

  const task = useTask(async () => {
    closing.value = await request<Closing>('POST', PATH)
    asking.value = false
  })
  const staying = useTask(async () => {
    closing.value = await request<Closing>('DELETE', PATH)
  })

  /** What was refused a moment ago has its reasons on the page. Answers whether the page has something new to say. */
  async function ask(): Promise<boolean> {
    if (await task.run()) return true
    if (task.code !== 'closing_blocked') return false
    asking.value = false
    await page.open()
    return true
  }

  return { ...page, closing, asking, mayAsk: may('ask'), mayStay: may('take_back'), task, staying, ask }
}
