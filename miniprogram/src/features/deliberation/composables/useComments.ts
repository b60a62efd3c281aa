/** The discussion under a topic: pages of comments in threads, and the reader's own words. */
import { computed, ref, shallowRef } from 'vue'
import type { Ref } from 'vue'
import { useTalk } from '@/composables/useTalk'
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

/** The page with one more of the reader's own words, which nobody else sees yet. */
export const withPending = (page: TopicPage, comment: TopicComment): TopicPage =>
  ({ ...page, mine: { ...page.mine, pending_comments: [...page.mine.pending_comments, comment] } })

const byTime = (one: TopicComment, other: TopicComment) => one.created_at.localeCompare(other.created_at)

export function useComments(id: () => string, page: Ref<TopicPage | undefined>) {
  const session = useSession()
  const text = ref('')
  const answering = shallowRef<TopicComment>()

  const { comments, next, growing, keep } = useTalk<TopicComment>({
    first: () => page.value?.comments,
    pending: () => [...page.value?.mine.pending_comments ?? []].sort(byTime),
    more: after => readComments(session.base, id(), after),
  })
  const threads = computed(() => threadsOf(comments.value))

  const sending = useTask(async () => {
    const body = text.value.trim()
    if (!body) return
    const sent = await sendComment(session.base, id(), body, answering.value?.id ?? null)
    if (page.value) page.value = withPending(page.value, sent)
    keep(sent)
    text.value = ''
    answering.value = undefined
  })

  return { threads, comments, next, text, answering, growing, sending }
}
