/** The discussion under a topic: pages of comments in threads, and the reader's own words. */
import { computed, ref, shallowRef, watch } from 'vue'
import type { Ref } from 'vue'
import { useTask } from '@/composables/useTask'
import { useSession } from '@/session'
import { readComments, sendComment } from '../api'
import type { TopicComment, TopicPage } from '../types'

export interface Thread { root: TopicComment, replies: TopicComment[] }

/** Replies stand under the comment that began the thread, however deep they were written. */
export function threadsOf(comments: TopicComment[]): Thread[] {
  const byId = new Map(comments.map(one => [one.id, one]))
  const rootOf = (one: TopicComment): TopicComment => {
    const above = one.reply_to ? byId.get(one.reply_to) : undefined
    return above ? rootOf(above) : one
  }
  const threads = new Map<string, Thread>()
  for (const one of comments) {
    const root = rootOf(one)
    const thread = threads.get(root.id) ?? { root, replies: [] }
    if (one !== root) thread.replies.push(one)
    threads.set(root.id, thread)
  }
  return [...threads.values()]
}

/** Each comment once, as the source named first tells it. */
const unique = (comments: TopicComment[]) =>
  comments.filter((one, index) => comments.findIndex(other => other.id === one.id) === index)

export function useComments(id: () => string, page: Ref<TopicPage | undefined>) {
  const session = useSession()
  const added = shallowRef<TopicComment[]>([])
  const later = shallowRef<TopicComment[]>([])
  const next = ref<string | null>(null)
  const text = ref('')
  const answering = shallowRef<TopicComment>()

  // A stance changes the page, not its comments: what was unfolded stays.
  watch(() => page.value?.comments, (fresh) => {
    later.value = []
    next.value = fresh?.next ?? null
  }, { immediate: true })

  const comments = computed(() => unique([
    ...page.value?.comments.items ?? [], ...later.value, ...page.value?.mine.pending_comments ?? [], ...added.value,
  ]))
  const threads = computed(() => threadsOf(comments.value))

  const growing = useTask(async () => {
    if (!next.value) return
    const answer = await readComments(session.base, id(), next.value)
    later.value = [...later.value, ...answer.items]
    next.value = answer.next
  })

  const sending = useTask(async () => {
    const body = text.value.trim()
    if (!body) return
    const sent = await sendComment(session.base, id(), body, answering.value?.id ?? null)
    added.value = [...added.value, sent]
    text.value = ''
    answering.value = undefined
  })

  return { threads, comments, next, text, answering, growing, sending }
}
