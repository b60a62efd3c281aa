/** Naming an article of a covenant in force under a post or topic: which there are to name, and naming one. */
import { computed, ref, shallowRef } from 'vue'
import { request } from '@/api/http'
import type { Schema } from '@/api/types'
import { useSession } from '@/session'
import { useTask } from './useTask'

type Card = Schema<'CovenantCardOut'>
type Page = Schema<'CovenantPage'>

export function useCiting(subject: () => { kind: string, id: string }, done: () => Promise<unknown>) {
  const session = useSession()
  const covenants = shallowRef<Card[]>([])
  const covenant = shallowRef<Page>()
  const article = ref('')
  const breach = ref(false)

  const pick = useTask(async (id: string) => {
    article.value = ''
    covenant.value = await request<Page>('GET', `${session.base}/covenants/${id}`)
  })
  /** One covenant is taken at once; of several the reader picks. */
  const begin = useTask(async () => {
    const { items } = await request<{ items: Card[] }>('GET', `${session.base}/covenants`)
    covenants.value = items.filter(one => one.version)
    covenant.value = undefined
    breach.value = false
    if (covenants.value.length === 1) await pick.run(covenants.value[0]!.id)
  })
  const send = useTask(async () => {
    const body = { article: Number(article.value), subject_kind: subject().kind, subject_id: subject().id, kind: breach.value ? 'breach' : 'cited' }
    await request('POST', `${session.base}/covenants/${covenant.value!.id}/citations`, { body })
    await done()
  })

  const choices = computed(() => covenants.value.map(one => ({ value: one.id, label: one.title })))
  const articles = computed(() => (covenant.value?.articles ?? [])
    .map(one => ({ value: String(one.number), label: `第 ${one.number} 条 ${one.title || one.body.slice(0, 12)}`, hint: one.title ? one.body : '' })))
  const failure = computed(() => begin.failure || pick.failure || send.failure)
  /** Whether something was broken is the desk's to say. */
  const mayNoteBreach = computed(() => session.can('post:moderate'))
  return { covenants, covenant, article, breach, pick, begin, send, choices, articles, failure, mayNoteBreach }
}
